import type { WireResource } from "../types/models.ts";

/** Whether a change further up is on its way to it: it may be about to become another. */
export function isStale({ conditions }: WireResource): boolean {
  return conditions.some(({ type, status }) => type === "Stale" && status === "True");
}

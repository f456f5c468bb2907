import type { WireResource } from "../types/models.ts";

/** Whether a change of a dependency is propagating to it: it may be about to change. */
export function isStale({ conditions }: WireResource): boolean {
  return conditions.some(({ type, status }) => type === "Stale" && status === "True");
}

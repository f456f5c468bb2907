import type { Json } from "@pragma/language";

/** The body of an apply as a case has it. */
export function asCase({ lifecycle_state, ...input }: object & { lifecycle_state?: unknown }): {
  [field: string]: Json;
} {
  return { ...input, ...(lifecycle_state === "pending" ? {} : { lifecycle_state }) } as { [field: string]: Json };
}

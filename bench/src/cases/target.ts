import type { Target } from "../load/jobs.ts";
import type { Stack } from "../stack/stack.ts";

/** Where the load goes, less what only the bench itself may do. */
export function targetOf({ host, port, token }: Stack): Target {
  return { host, port, token };
}

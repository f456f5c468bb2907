import type { ArgumentSpec } from "../framework/command.ts";

/** The argument that names a set. */
export const SET_ARGUMENT = {
  value: "set",
  description: "Name of a set, such as shop",
  complete: "set",
} as const satisfies ArgumentSpec;

/** `12 ready, 1 failed`. */
export function statesText(states: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(states)
    .filter(([, count]) => count)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
}

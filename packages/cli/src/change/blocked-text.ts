import type { Blocked } from "@pragma/sdk";

/** Such a text begins with it. */
export const WAITS = "waits for ";

/**
 * Says what a resource of a change waits for: `waits for pragma/config/a, which does not exist`, or `is paused: resume it to go on`.
 *
 * @param nameOf names of resources by id
 */
export function blockedText({ by, reason }: Blocked, nameOf: (id: string) => string): string {
  if (by.length === 0) return reason;
  // The API says of what it is in general; here it has a name.
  const why = reason.startsWith(GENERAL) ? `which ${reason.slice(GENERAL.length)}` : reason;
  return `${WAITS}${by.map(nameOf).join(", ")}, ${why}`;
}

const GENERAL = "waits for what ";

import { getPriority, setPriority } from "node:os";

/**
 * Lets programs that answer somebody (the API, the database) go first where they share processors with this one. What
 * it starts from then on, like providers and builds, has the same priority.
 *
 * @param nice from 0, as urgent as others, to 19; one that is higher already stays
 */
export function lowerPriority(nice: number): void {
  if (getPriority() < nice) setPriority(nice);
}

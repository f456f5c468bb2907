import { getPriority, setPriority } from "node:os";
import type { Logger } from "@pragma/telemetry";

/**
 * Lets programs that answer somebody (the API, the database) go first where they share processors with this one. What
 * it starts from then on, like providers and builds, has the same priority. Where the system refuses that, it goes on as it is.
 *
 * @param nice from 0, as urgent as others, to 19; one that is higher already stays
 */
export function lowerPriority(nice: number, logger: Logger): void {
  try {
    if (getPriority() < nice) setPriority(nice);
  } catch (err) {
    logger.warn({ err, nice }, "The system does not let the worker lower its priority");
  }
}

import { type Core, LEASE_SECONDS, reapLostWork } from "@pragma/core";
import { renewLeases } from "@pragma/db/queries";

/** Several beats fit into a lease, so that a slow one loses nothing. */
const BEAT_MS = (LEASE_SECONDS * 1000) / 5;

/**
 * Keeps the leases of a worker alive, and returns what other workers lost. Beats apart from the queue: jobs may all be
 * busy.
 * @param lockIds gives the ids under which the worker's runner locks jobs
 * @returns a function that ends it
 */
export function startHeartbeat(core: Core, owner: string, lockIds: () => readonly string[]): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const beat = async (): Promise<void> => {
    try {
      await renewLeases(core.db, owner, lockIds(), LEASE_SECONDS);
      await reapLostWork(core);
    } catch (error) {
      core.logger.warn({ err: error }, "the heartbeat could not be written");
    }
  };
  let running = beat();
  const loop = (): void => {
    timer = setTimeout(() => {
      running = beat().then(() => {
        if (!stopped) loop();
      });
    }, BEAT_MS);
  };
  loop();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

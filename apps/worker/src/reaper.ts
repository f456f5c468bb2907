import { setTimeout as sleep } from "node:timers/promises";
import { type Core, reapLostWork, resync, sweepDeletedProviders, sweepSubResourceDrops } from "@pragma/core";

const RESYNC_MS = 30_000;

/**
 * Returns what other workers lost, removes providers whose last resource is gone, deletes sub-resources that are applied
 * no longer, and looks again at what has waited long.
 * @returns a function that ends it
 */
export function startReaper(core: Core): () => Promise<void> {
  const leaseMs = core.settings.leaseSeconds * 1000;
  const end = new AbortController();
  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal: end.signal }).catch(() => undefined);

  const loop = async (): Promise<void> => {
    let place: Awaited<ReturnType<typeof resync>>;
    let resyncAt = performance.now() + Math.random() * RESYNC_MS;
    while (!end.signal.aborted) {
      try {
        const lost = await reapLostWork(core);
        if (lost > 0) core.logger.warn({ count: lost }, "events of silent workers run again");
        await sweepDeletedProviders(core);
        await sweepSubResourceDrops(core);
        if (performance.now() >= resyncAt) {
          place = await resync(core, place);
          resyncAt = performance.now() + RESYNC_MS;
        }
        await pause(leaseMs / 5);
      } catch (error) {
        core.logger.warn({ err: error }, "lost work could not be looked for");
        // The database was away for all: those who live need time to renew their leases.
        await pause(leaseMs);
      }
    }
  };
  const running = loop();
  return async () => {
    end.abort();
    await running;
  };
}

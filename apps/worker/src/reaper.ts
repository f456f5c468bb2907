import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { sweepChanges } from "@pragma/core/changes";
import { followHistory, planMissingChecks } from "@pragma/core/checks";
import { resumeUnfinished, sweepDeletedProviders, sweepShippedTypes } from "@pragma/core/providers/worker";
import { reapLostWork, resync } from "@pragma/core/reconcile";
import { sealByTypes } from "@pragma/core/sealing";
import { sweepSubResourceDrops } from "@pragma/core/sub-resources";
import { databaseNow } from "@pragma/db/administration";
import { ClockWatch } from "./clock-watch.ts";

const RESYNC_MS = 30_000;
/** By how much less of its time than its worker thinks a lease may end: less than the part in which nothing runs any more. */
const CLOCK_TOLERANCE = 0.05;
/**
 * The part of a lease for which a reaper that has just begun takes nothing over: it cannot know that the database's clock was set
 * forward before. Workers renew their leases twice in it.
 */
const FIRST_WATCH = 0.4;
/** Types are looked through so often for resources that have no checks yet. */
const SEED_MS = 600_000;
/** A grace period is looked at so often. */
const LOOKS_A_GRACE = 4;

/**
 * Requeues events of lost workers, removes providers whose last resource is gone and types that no worker serves any
 * more, deletes sub-resources that are no longer applied, reseals stored values by the current types, plans checks of what
 * has succeeded, and looks again at resources that have waited long.
 * @param typesGraceMs how long types stay that no worker serves
 * @param keepKnown makes types of this worker known again that others have removed
 * @returns a function that ends it
 */
export function startReaper(core: Core, typesGraceMs: number, keepKnown: () => Promise<void>): () => Promise<void> {
  const leaseMs = core.services.settings.leaseSeconds * 1000;
  const clock = new ClockWatch(leaseMs * CLOCK_TOLERANCE);
  const end = new AbortController();
  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal: end.signal }).catch(() => undefined);
  /** Each separately: a failure does not stop the others. @returns whether it succeeded */
  const attempt = async (step: () => Promise<unknown>): Promise<boolean> => {
    try {
      await step();
      return true;
    } catch (error) {
      core.services.logger.warn({ err: error }, "lost work could not be looked for");
      return false;
    }
  };

  const loop = async (): Promise<void> => {
    const reapFrom = performance.now() + leaseMs * FIRST_WATCH;
    let place: Awaited<ReturnType<typeof resync>>;
    let resyncAt = performance.now() + Math.random() * RESYNC_MS;
    const typesMs = Math.min(RESYNC_MS, typesGraceMs / LOOKS_A_GRACE);
    let typesAt = performance.now() + typesMs;
    let seedAt = performance.now() + SEED_MS;
    while (!end.signal.aborted) {
      const reaped = await attempt(async () => {
        if (await clock.hasJumped(() => databaseNow(core.db))) throw new Error("The database's clock was set forward");
        if (performance.now() < reapFrom) return;
        const lost = await reapLostWork(core);
        if (lost > 0) core.services.logger.warn({ count: lost }, "events of silent workers run again");
      });
      await attempt(() => sweepDeletedProviders(core));
      await attempt(() => sweepSubResourceDrops(core));
      await attempt(() => sealByTypes(core));
      await attempt(() => sweepChanges(core, end.signal));
      await attempt(() => followHistory(core));
      if (performance.now() >= typesAt) {
        await attempt(() => sweepShippedTypes(core, typesGraceMs));
        await attempt(keepKnown);
        typesAt = performance.now() + typesMs;
      }
      if (performance.now() >= seedAt) {
        await attempt(() => planMissingChecks(core));
        seedAt = performance.now() + SEED_MS;
      }
      if (performance.now() >= resyncAt) {
        await attempt(async () => {
          place = await resync(core, place);
        });
        await attempt(async () => {
          const count = await resumeUnfinished(core);
          if (count > 0)
            core.services.logger.warn({ count }, "builds and deployments without a job are taken on again");
        });
        resyncAt = performance.now() + RESYNC_MS;
      }
      // If the database was away, or has another time, that is so for all: live workers need time to renew their leases.
      await pause(reaped ? leaseMs / 5 : leaseMs);
    }
  };
  const running = loop();
  return async () => {
    end.abort();
    await running;
  };
}

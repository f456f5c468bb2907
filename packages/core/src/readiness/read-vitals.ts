import { findVitals } from "@pragma/db/queries";
import { within } from "../common/within.ts";
import type { Core } from "../unit-of-work/core.ts";
import { countWorkers } from "./check-readiness.ts";

/** How the whole installation stands, all organizations together: for its operator, not for a caller. */
export interface Vitals {
  /** That gave a sign of life within half a minute. */
  workers: number;
  /** Jobs of the queue, by whether a worker could take one now, at a time to come, or has. */
  jobs: { ready: number; scheduled: number; running: number };
  /** For how long the oldest ready job has been so: how far the workers are behind. */
  oldestReadySeconds: number;
  deadLetters: number;
}

/** Whoever scrapes gives up after 10 s, as a rule. */
const DEADLINE_MS = 5000;

/**
 * Reads the vitals. It counts the queue, so ask every few seconds at most.
 * @throws Overdue, and what the database throws
 */
export async function readVitals(core: Core): Promise<Vitals> {
  const [workers, { ready, scheduled, running, oldest_ready_seconds, dead_letters }] = await within(
    DEADLINE_MS,
    Promise.all([countWorkers(core), findVitals(core.db)]),
  );
  return {
    workers,
    jobs: { ready, scheduled, running },
    oldestReadySeconds: oldest_ready_seconds,
    deadLetters: dead_letters,
  };
}

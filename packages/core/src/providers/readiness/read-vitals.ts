import { findVitals } from "@pragma/db/queries";
import { within } from "../../foundation/common/within.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { countWorkers } from "./check-readiness.ts";

/** The state of the whole installation, all organizations together: for its operator, not for a caller. */
export interface Vitals {
  /** Workers with a sign of life within half a minute. */
  workers: number;
  /** Jobs in the queue: those that a worker could take now, scheduled for later, and running. */
  jobs: { ready: number; scheduled: number; running: number };
  /** How long the oldest ready job has been waiting: how far behind the workers are. */
  oldestReadySeconds: number;
  deadLetters: number;
}

/** Scrapers usually give up after 10 s. */
const DEADLINE_MS = 5000;

/**
 * Reads the vitals. It counts the queue, so call it every few seconds at most.
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

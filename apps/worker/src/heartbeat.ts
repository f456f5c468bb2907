import { createDatabase, createPool, type Database } from "@pragma/db";
import { renewLeases, type WorkerReport } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import type { HeldClaims } from "./held-claims.ts";

export interface HeartbeatOptions {
  /** A separate connection: the others may all be busy. */
  db: Database;
  logger: Logger;
  held: HeldClaims;
  /** Returns the ids under which the worker's runner locks jobs. */
  lockIds: () => readonly string[];
  leaseSeconds: number;
  /** Reports the worker's current state. */
  report: () => WorkerReport;
}

const RETRY_MS = 500;
const WATCH_MS = 250;
/** The part of a lease that is left when its handler is asked to stop: more than the grace period of an aborted one. */
const LEFT_AT_LEAST = 0.4;

/**
 * Keeps the leases of a worker alive. Several beats fit into a lease, so that a slow one loses nothing. Events whose
 * lease cannot be renewed are aborted while two fifths of the lease are left, which leaves time for the handler to
 * stop by itself.
 * @returns a function that ends it
 */
function startHeartbeat(options: HeartbeatOptions): () => Promise<void> {
  const { db, logger, held, lockIds, leaseSeconds, report } = options;
  const leaseMs = leaseSeconds * 1000;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<number> => {
    const asked = held.list();
    const askedAt = performance.now();
    try {
      held.renewed(asked, await renewLeases(db, lockIds(), leaseSeconds, asked, report()), askedAt);
      return leaseMs / 5;
    } catch (error) {
      logger.warn({ err: error }, "the heartbeat could not be written");
      return RETRY_MS;
    }
  };
  const loop = async (): Promise<void> => {
    const next = await beat();
    if (!stopped) timer = setTimeout(run, next);
  };
  let running: Promise<void>;
  const run = (): void => {
    running = loop();
  };
  run();

  const watch = setInterval(() => {
    const count = held.abortExpired(performance.now() + leaseMs * LEFT_AT_LEAST);
    if (count > 0) logger.warn({ count }, "leases could not be renewed in time; their events are given up");
  }, WATCH_MS);

  return async () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(watch);
    await running;
  };
}

/**
 * `startHeartbeat` over a connection of its own.
 * @returns a function that ends it, and closes the connection
 */
export function openHeartbeat(databaseUrl: string, options: Omit<HeartbeatOptions, "db">): () => Promise<void> {
  const pool = createPool({
    url: databaseUrl,
    name: "pragma-heartbeat",
    max: 1,
    silenceMs: (options.leaseSeconds * 1000) / 3,
    onError: (error) => options.logger.warn({ err: error }, "the heartbeat lost its connection"),
  });
  const stop = startHeartbeat({ ...options, db: createDatabase(pool) });
  return async () => {
    await stop();
    await pool.end();
  };
}

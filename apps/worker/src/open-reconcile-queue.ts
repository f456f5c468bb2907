import { createDatabase, createPool } from "@pragma/db";
import type { ProviderSlots } from "./provider-slots.ts";
import type { ProviderCatalog } from "./providers/provider-catalog.ts";
import { ReconcileQueue } from "./reconcile-queue.ts";
import type { Reconciler } from "./reconciler.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** One takes reconcile requests while another reports them done. */
const LOOK_CONNECTIONS = 2;
/** Both are quick, unless the database hangs. */
const LOOK_TIMEOUT_MS = 10_000;

/** Worker of the requests, and the parts that handle them. */
export interface ReconcileQueueParts {
  worker: string;
  slots: ProviderSlots;
  catalog: ProviderCatalog;
  reconciler: Reconciler;
}

/**
 * The queue of a worker's reconcile requests, over connections of its own.
 * @returns the queue, to be started, and a function that closes its connections
 */
export function openReconcileQueue(
  options: WorkerOptions,
  { worker, slots, catalog, reconciler }: ReconcileQueueParts,
): { requests: ReconcileQueue; close: () => Promise<void> } {
  const { core, concurrency, connections, databaseUrl, directDatabaseUrl, checkDirectDatabase } = options;
  const { logger, settings } = core.services;
  const pool = createPool({
    url: directDatabaseUrl ?? databaseUrl,
    name: "pragma-looks",
    max: LOOK_CONNECTIONS,
    statementTimeoutMs: LOOK_TIMEOUT_MS,
    // Taking requests and reporting them as done: a crash undoes either, and they are repeated.
    durable: false,
    onError: (error) => logger.warn({ err: error }, "a connection for taking reconcile requests was lost"),
  });
  const requests = new ReconcileQueue({
    ...{ logger, worker, concurrency, slots },
    db: createDatabase(pool),
    checkDatabase: checkDirectDatabase ?? (async () => {}),
    organizationConcurrency: shareOfOne(Math.min(concurrency, connections)),
    seconds: settings.leaseSeconds,
    runs: () => catalog.lanes(),
    reconcile: (request, leave, giveWay) => reconciler.reconcile(request, leave, giveWay),
  });
  return { requests, close: () => pool.end() };
}

/** One organization gets at most this share of a worker: the rest is reserved for others. */
function shareOfOne(all: number): number {
  return Math.max(1, Math.floor(all * 0.75));
}

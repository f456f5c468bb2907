import { findQueue, QUEUE_LOOKED_THROUGH } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import { countWorkers } from "../readiness/check-readiness.ts";
import type { Core } from "../unit-of-work/core.ts";

/** What the organization has asked for and is not done. */
export interface QueueState {
  /** With their providers. */
  processing: number;
  /** May run now. */
  queued: number;
  /** Between attempts. */
  retrying: number;
  /** Wait until what they depend on is ready. */
  waiting: number;
  /** The numbers above are of the first 10,000: there are more. */
  truncated: boolean;
  dead_letters: number;
  /** When the oldest of `queued` came, or null: how far the workers are behind. */
  oldest_queued_at: string | null;
  /** Workers of the installation that gave a sign of life lately. Without one nothing gets on. */
  workers: number;
}

export async function readQueue(core: Core, context: RequestContext): Promise<QueueState> {
  const [queue, workers] = await Promise.all([findQueue(core.db.tenant(context.organizationId)), countWorkers(core)]);
  const known = queue.processing + queue.queued + queue.retrying + queue.waiting;
  return { ...queue, truncated: known >= QUEUE_LOOKED_THROUGH, workers };
}

import { findQueue, QUEUE_LOOKED_THROUGH } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { countWorkers } from "../../providers/readiness/check-readiness.ts";

/** The organization's work that is not done yet. */
export interface QueueState {
  /** Being processed by their providers. */
  processing: number;
  /** May run now. */
  queued: number;
  /** Between attempts. */
  retrying: number;
  /** Waiting for dependencies to become ready. */
  waiting: number;
  /** The numbers above cover only the first 10,000. */
  truncated: boolean;
  dead_letters: number;
  /** When the oldest of `queued` was queued, or null: how far behind the workers are. */
  oldest_queued_at: string | null;
  /** Workers of the installation with a recent sign of life. Without one nothing proceeds. */
  workers: number;
}

export async function readQueue(core: Core, context: RequestContext): Promise<QueueState> {
  const { organizationId } = context;
  const [queue, workers] = await core.reading(organizationId, (reader) => {
    return Promise.all([findQueue(reader.db.tenant(organizationId)), countWorkers(reader)]);
  });
  const known = queue.processing + queue.queued + queue.retrying + queue.waiting;
  return { ...queue, truncated: known >= QUEUE_LOOKED_THROUGH, workers };
}

import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

/** A resource that a worker has to look at. */
export interface PendingReconcile {
  organizationId: string;
  key: string;
}

/** Where the last turn ended. */
export interface Turn {
  /** The organization that had the turn. */
  after: string;
  /** How often all organizations have had a turn. */
  round: number;
}

/** How many requests can be taken: of any name, and of names with less room. */
export interface Room<Name> {
  any: number;
  less: readonly { of: Name; room: number }[];
}

export interface TakeRequests {
  /** The worker that takes them. */
  worker: string;
  wanted: number;
  /** They become pending again after this time, unless they are reported done. */
  seconds: number;
  turn: Turn;
  /** By lane. */
  lanes: Room<{ organizationId: string; provider: string }>;
  /** By organization. */
  organizations: Room<string>;
  /** The providers whose requests are taken; all if left out. Requests that no provider is for any more are taken, too. */
  runs?: {
    /** Names of shipped ones. */
    shipped: readonly string[];
    /** Pushed ones as `organization/provider`, with an asterisk for any. */
    pushed: readonly string[];
  };
}

export interface TakenRequests {
  /** Identifies them for `finishReconcileRequests`; null if there are none. */
  batch: string | null;
  /** In the order of turns, each resource once. */
  requests: PendingReconcile[];
  turn: Turn;
  /** More may be pending. */
  more: boolean;
  /** Milliseconds until the next deferred request becomes pending; null if there is none. */
  dueMs: number | null;
}

const take = systemStatement(
  "take_looks",
  `SELECT take_runnable_looks($1, $2, $3, $4::uuid, $5, $6, $7::text[], $8::int[], $9, $10::uuid[], $11::int[],
     $12::text[], $13::text[]) AS taken`,
);

interface Taken {
  batch: string | null;
  organizations: string[];
  keys: string[];
  after: string;
  round: number;
  more: boolean;
  due_ms: number | null;
}

/**
 * Takes requests in turns: by organization, within each by provider, within a lane the oldest first. They are kept until
 * `finishReconcileRequests`, so that none is lost if a worker dies.
 */
export async function takeReconcileRequests(db: Database, options: TakeRequests): Promise<TakenRequests> {
  const { worker, wanted, seconds, turn, lanes, organizations, runs } = options;
  const [row] = await db.query<{ taken: string }>(take, [
    worker,
    wanted,
    seconds,
    turn.after,
    turn.round,
    lanes.any,
    lanes.less.map(({ of }) => `${of.organizationId}/${of.provider}`),
    lanes.less.map(({ room }) => room),
    organizations.any,
    organizations.less.map(({ of }) => of),
    organizations.less.map(({ room }) => room),
    runs?.shipped ?? null,
    runs?.pushed ?? null,
  ]);
  const taken = JSON.parse((row as { taken: string }).taken) as Taken;
  const distinct = new Map<string, PendingReconcile>();
  for (const [index, key] of taken.keys.entries()) {
    const organizationId = taken.organizations[index] as string;
    distinct.set(`${organizationId}/${key}`, { organizationId, key });
  }
  return {
    batch: taken.batch,
    requests: [...distinct.values()],
    turn: { after: taken.after, round: taken.round },
    more: taken.more,
    dueMs: taken.due_ms,
  };
}

const finish = systemStatement("finish_looks", "DELETE FROM deferred_looks WHERE id = ANY($1::bigint[])");

/** Reports batches of requests as done. */
export async function finishReconcileRequests(db: Database, batches: readonly string[]): Promise<void> {
  await db.query(finish, [batches]);
}

const enqueue = systemStatement(
  "enqueue_look",
  "SELECT enqueue_reconcile($1::uuid, $2, now() + $3::float8 * interval '1 second')",
);

/** Makes a worker look at a resource, now or after a delay. */
export async function enqueueReconcile(
  db: Database,
  { organizationId, key }: PendingReconcile,
  delaySeconds = 0,
): Promise<void> {
  await db.query(enqueue, [organizationId, key, delaySeconds]);
}

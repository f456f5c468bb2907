import { isReady, type LifecycleState } from "@pragma/contract";
import {
  type FollowedChange,
  findAllChangesBetween,
  findFollowerPlace,
  forgetChecks,
  makeChecksDue,
  type Snapshot,
  scheduleChecks,
  seedChecks,
  storeFollowerCursor,
  takeFollower,
} from "@pragma/db/queries";
import { includes, sameSnapshot } from "../../foundation/stream/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { SYSTEM_ACTOR_JSON } from "../../resources/lifecycle/index.ts";

/** Rows of the history that are read at once. */
const PAGE = 1000;
/** A cursor further behind begins anew: every transaction of the server counts, whatever it wrote. */
const MAX_AGE_TRANSACTIONS = 2_000_000;
/** First checks within a minute: beyond them they are spread over their interval. */
const SOON = 200;

/**
 * Plans the checks of what has succeeded since it was last called, on whichever worker, and forgets those of what is gone. Meant to
 * run often on any worker: concurrent ones do nothing. What it has read, and what it did about it, is stored in one transaction
 * (ADR 78); if where it stood is not known, all checks are due.
 */
export async function followHistory(core: Core): Promise<void> {
  await core.db.transaction(async (db) => {
    if (!(await takeFollower(db, "checks"))) return;
    const { read, now, cursor } = await findFollowerPlace(db, "checks");
    if (read !== null && sameSnapshot(read, now)) return;
    if (read !== null && isAfter(now, read)) {
      for await (const rows of pagesBetween(db, read, now)) await planChecks(db, rows);
    } else {
      await seedChecks(db);
      await makeChecksDue(db);
    }
    await storeFollowerCursor(db, "checks", cursor);
  });
}

/** Plans checks of what no success has planned one for: its type has only since become one that can be looked at. */
export async function planMissingChecks(core: Core): Promise<void> {
  await core.db.transaction(async (db) => {
    if (await takeFollower(db, "checks")) await seedChecks(db);
  });
}

/** Whether all that `later` sees and `earlier` does not can be read. */
function isAfter(later: Snapshot, earlier: Snapshot): boolean {
  return includes(later, earlier) && later.xmax - earlier.xmax <= MAX_AGE_TRANSACTIONS;
}

type Db = Parameters<Parameters<Core["db"]["transaction"]>[0]>[0];

async function* pagesBetween(db: Db, after: Snapshot, until: Snapshot): AsyncGenerator<FollowedChange[]> {
  for (let aboveId = "0"; ; ) {
    const rows = await findAllChangesBetween(db, { after, until, aboveId, limit: PAGE });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    aboveId = last.id;
  }
}

async function planChecks(db: Db, rows: readonly FollowedChange[]): Promise<void> {
  const placesWhere = (isMeant: (row: FollowedChange) => boolean) =>
    rows.filter(isMeant).map((row) => ({ organizationId: row.organization_id, key: row.resource_key }));
  const succeeded = placesWhere(
    ({ from_state, to_state }) => from_state !== to_state && to_state !== null && isReady(to_state as LifecycleState),
  );
  // What succeeded since under the same key has nothing of what was found before.
  await forgetChecks(
    db,
    placesWhere(({ to_state }) => to_state === null),
  );
  await scheduleChecks(db, succeeded, { soon: SOON, actor: SYSTEM_ACTOR_JSON });
}

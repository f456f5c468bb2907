import { randomInt } from "node:crypto";
import type { Database } from "@pragma/db";
import { beginStreamEpoch, type Moment, type Snapshot, takeSnapshot } from "@pragma/db/queries";
import { includes } from "./position.ts";

/** The commits that the stream has delivered: everything that a snapshot sees. */
export interface Head extends Moment {
  epoch: string;
}

/** Eight digits in base 36: a position of another epoch will not match a new token by chance. */
const TOKENS = 36 ** 8;

/**
 * Takes a snapshot, and the epoch in which it can be compared with earlier commits. One statement returns both snapshot and
 * epoch, so that no recovery of the server lies between them.
 */
export async function takeHead(db: Database): Promise<Head> {
  for (;;) {
    const moment = await takeSnapshot(db);
    if (moment.epoch !== null) return { ...moment, epoch: moment.epoch };
    await beginStreamEpoch(db, randomInt(TOKENS).toString(36));
  }
}

/**
 * Whether everything that `later` does not see is new to every reader at `earlier`. Otherwise transaction ids may have
 * been reassigned, and new rows could count as seen.
 */
export function follows(later: Head, earlier: { epoch: string; snapshot: Snapshot }): boolean {
  return later.epoch === earlier.epoch && includes(later.snapshot, earlier.snapshot);
}

import { randomInt } from "node:crypto";
import type { Database } from "@pragma/db";
import { beginStreamEpoch, type Moment, type Snapshot, takeSnapshot } from "@pragma/db/queries";
import { includes } from "./position.ts";

/** What the stream has delivered: all that a snapshot sees. */
export interface Head extends Moment {
  epoch: string;
}

/** Eight digits in base 36: whoever held a place of another epoch does not meet its token again. */
const TOKENS = 36 ** 8;

/**
 * What is committed now, and the epoch in which that can be compared with what was committed before. Snapshot and epoch
 * come from one statement, so that no recovery of the server lies between them.
 */
export async function takeHead(db: Database): Promise<Head> {
  for (;;) {
    const moment = await takeSnapshot(db);
    if (moment.epoch !== null) return { ...moment, epoch: moment.epoch };
    await beginStreamEpoch(db, randomInt(TOKENS).toString(36));
  }
}

/**
 * Whether what `later` does not see is new to all who stood at `earlier`. Otherwise transaction ids may stand for others
 * now: what was not there could count as seen.
 */
export function follows(later: Head, earlier: { epoch: string; snapshot: Snapshot }): boolean {
  return later.epoch === earlier.epoch && includes(later.snapshot, earlier.snapshot);
}

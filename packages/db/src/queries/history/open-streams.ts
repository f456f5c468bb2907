import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

// Serialises concurrent opens of one token's streams, for the time of one statement.
const lockToken = systemStatement(
  "lock_streams_of_token",
  "SELECT pg_advisory_xact_lock(hashtextextended('streams ' || $1::text, 0))",
);

const open = systemStatement(
  "open_stream",
  `INSERT INTO open_streams (id, token_id, replica, expires_at)
   SELECT $1, $2, $3, now() + $5::int * interval '1 second'
   WHERE (SELECT count(*) FROM open_streams o WHERE o.token_id = $2 AND o.expires_at > now()) < $4::int
   RETURNING 1`,
);

const close = systemStatement("close_stream", "DELETE FROM open_streams WHERE id = $1");

const renew = systemStatement(
  "renew_streams",
  "UPDATE open_streams SET expires_at = now() + $2::int * interval '1 second' WHERE replica = $1",
);

const closeAll = systemStatement("close_streams_of_replica", "DELETE FROM open_streams WHERE replica = $1");

export interface NewStream {
  id: string;
  tokenId: string;
  replica: string;
  /** Streams that the token may have open at once, across all replicas. */
  limit: number;
  /** How long it counts without being renewed. */
  seconds: number;
}

/** Counts a stream as open. @returns false if the token has reached its limit */
export function openStream(db: Database, { id, tokenId, replica, limit, seconds }: NewStream): Promise<boolean> {
  return db.transaction(async (inside) => {
    await inside.query(lockToken, [tokenId]);
    return (await inside.query(open, [id, tokenId, replica, limit, seconds])).length > 0;
  });
}

export async function closeStream(db: Database, id: string): Promise<void> {
  await db.query(close, [id]);
}

/** Extends all streams of a replica. */
export async function renewStreams(db: Database, replica: string, seconds: number): Promise<void> {
  await db.query(renew, [replica, seconds]);
}

export async function closeStreamsOf(db: Database, replica: string): Promise<void> {
  await db.query(closeAll, [replica]);
}

import type pg from "pg";
import { isReadOnly } from "./is-outage.ts";
import { ask } from "./named-query.ts";
import { streamOf, type TimedQuery } from "./sessions.ts";

/** Runs a transaction of one statement and gives the connection back; one round trip, as connections are pipelined. */
export async function runInTransaction(
  client: pg.PoolClient,
  begin: string,
  query: TimedQuery,
): Promise<pg.QueryResult> {
  const { query_timeout } = query;
  const timed = (text: string): TimedQuery => (query_timeout === undefined ? { text } : { text, query_timeout });
  const stream = streamOf(client);
  // In one write.
  stream.cork();
  const outcomes = [client.query(timed(begin)), ask(client, query), client.query(timed("COMMIT"))] as const;
  stream.uncork();
  const [begun, answered, ended] = await Promise.allSettled(outcomes);
  const isReader = answered.status === "rejected" && isReadOnly(answered.reason);
  client.release(begun.status === "rejected" || ended.status === "rejected" || isReader);
  if (begun.status === "rejected") throw begun.reason;
  if (answered.status === "rejected") throw answered.reason;
  if (ended.status === "rejected") throw ended.reason;
  return answered.value;
}

import type { LogEntry } from "@pragma/contract";
import { type LogRow, logsAfter } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { Signal } from "../signal.ts";
import { LOGS_CHANNEL, logsPayload } from "../wake-up.ts";
import { keyOf, type LogQuery, presentLog, readTail } from "./read-logs.ts";

const POLL_MS = 2000;
const BATCH = 500;

/**
 * Follows what is logged about a resource: first the lines that `readLogs` gives, then each as it comes, in batches. The
 * next batch is read when the last was taken, so a slow reader costs nothing. Ends when `signal` aborts.
 * @throws DomainError not_found, before the first batch
 */
export async function followLogs(
  core: Core,
  context: RequestContext,
  id: string,
  { signal, ...query }: LogQuery & { signal: AbortSignal },
): Promise<AsyncIterable<LogEntry[]>> {
  const key = await keyOf(core, context, id);
  return follow(core, context.organizationId, key, query, signal);
}

async function* follow(
  core: Core,
  organizationId: string,
  key: string,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogEntry[]> {
  const news = new Signal();
  const mine = logsPayload(organizationId, key);
  const unlisten = core.listener.listen(LOGS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  try {
    let rows: LogRow[] = await readTail(core, organizationId, key, query);
    let last = "0";
    while (!signal.aborted) {
      if (rows.length > 0) yield rows.map(presentLog);
      last = rows.at(-1)?.id ?? last;
      if (rows.length < BATCH) await news.wait(POLL_MS, signal);
      if (signal.aborted) return;
      rows = await logsAfter(core.db.tenant(organizationId), key, last, BATCH);
    }
  } finally {
    unlisten();
  }
}

import type { LogEntry } from "@pragma/contract";
import { lastLogId, logsAfter } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { Signal } from "../signal.ts";
import { LOGS_CHANNEL, logsPayload } from "../wake-up.ts";
import { keyOf, type LogQuery, presentLog, readTail } from "./read-resource-logs.ts";

/** Looks at least this often, should a notification have been lost. */
const POLL_MS = 2000;
const BATCH = 500;

/**
 * Follows what is logged about a resource: first the lines that `readResourceLogs` gives, then each as it comes. More is
 * read when those before were taken, so a slow reader costs nothing. Ends when `signal` aborts.
 * @param id internal or friendly id
 * @throws DomainError not_found, at the first step
 */
export async function* followResourceLogs(
  core: Core,
  context: RequestContext,
  id: string,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogEntry> {
  const key = await keyOf(core, context, id);
  const tenant = core.db.tenant(context.organizationId);
  const mine = logsPayload(context.organizationId, key);
  const news = new Signal();
  const unlisten = core.listener.listen(LOGS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  try {
    let last = await lastLogId(tenant, key);
    let rows = await readTail(core, context.organizationId, key, query);
    while (!signal.aborted) {
      for (const row of rows) yield presentLog(row);
      last = rows.at(-1)?.id ?? last;
      if (rows.length < BATCH) await news.wait(POLL_MS, signal);
      if (signal.aborted) return;
      rows = await logsAfter(tenant, key, last, BATCH);
    }
  } finally {
    unlisten();
  }
}

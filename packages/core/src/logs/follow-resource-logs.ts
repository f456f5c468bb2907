import type { LogEntry } from "@pragma/contract";
import { lastLogId, logsAfter } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import { BATCH_BYTES } from "../common/list-bounds.ts";
import { Signal } from "../common/signal.ts";
import { LOGS_CHANNEL, logsPayload } from "../common/wake-up.ts";
import type { Core } from "../unit-of-work/core.ts";
import { followProviderLogs, readProviderLogs } from "./provider-logs.ts";
import { findLogged, findTail, firstLogs, type LogQuery, mergeLogs, presentLog } from "./read-resource-logs.ts";

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
  const resource = await findLogged(core, context, id);
  const { key } = resource;
  const tenant = core.db.tenant(context.organizationId);
  const mine = logsPayload(context.organizationId, key);
  const news = new Signal();
  const unlisten = core.services.listener.listen(LOGS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  const told: LogEntry[] = [];
  try {
    let last = await lastLogId(tenant, key);
    const tail = await findTail(core, context.organizationId, key, query);
    const first = await readProviderLogs(core, context, resource, query, signal);
    void collect(followProviderLogs(core, context, resource, first, signal), told, news);
    const read = (id: string) => {
      last = id;
    };
    for await (const lines of firstLogs(core, context.organizationId, key, { query, tail, told: first }, read)) {
      yield* lines;
    }
    let hasMore = true;
    while (!signal.aborted) {
      if (!hasMore) await news.wait(POLL_MS, signal);
      if (signal.aborted) return;
      const { rows, more } = await logsAfter(tenant, key, { id: last }, { limit: BATCH, bytes: BATCH_BYTES });
      last = rows.at(-1)?.id ?? last;
      hasMore = more;
      yield* mergeLogs(rows.map(presentLog), told.splice(0));
    }
  } finally {
    unlisten();
  }
}

/** Puts what the provider tells where the reader looks next. It ends with its source; what is kept goes on. */
async function collect(source: AsyncIterable<LogEntry[]>, into: LogEntry[], news: Signal): Promise<void> {
  try {
    for await (const lines of source) {
      into.push(...lines);
      news.raise();
    }
  } catch {
    // The database was away; the reader of what is kept meets the same, and says so.
  }
}

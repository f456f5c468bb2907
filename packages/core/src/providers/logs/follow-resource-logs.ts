import type { ResourceLogEntry } from "@pragma/contract";
import { lastLogId, logsAfter } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { BATCH_BYTES } from "../../foundation/common/list-bounds.ts";
import { Signal } from "../../foundation/common/signal.ts";
import { LOGS_CHANNEL, logsPayload } from "../../foundation/common/wake-up.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { followProviderLogs, readProviderLogs } from "./provider-logs.ts";
import {
  findLogged,
  findTail,
  firstLogs,
  type LogQuery,
  mergeLogs,
  presentLog,
  selectionOf,
} from "./read-resource-logs.ts";

/** Polls at least this often, in case a notification is lost. */
const POLL_MS = 2000;
const BATCH = 500;

/**
 * Follows the log of a resource: first the lines that `readResourceLogs` returns, then new ones as they arrive. Reads
 * more only once the previous lines have been consumed, so a slow reader costs nothing. Ends when `signal` aborts.
 * @param id internal or friendly id
 * @throws DomainError not_found, at the first step
 */
export async function* followResourceLogs(
  core: Core,
  context: RequestContext,
  id: string,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<ResourceLogEntry> {
  const resource = await findLogged(core, context, id);
  const { key } = resource;
  const tenant = core.db.tenant(context.organizationId);
  const mine = logsPayload(context.organizationId, key);
  const news = new Signal();
  const unlisten = core.services.listener.listen(LOGS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  const told: ResourceLogEntry[] = [];
  try {
    let last = await lastLogId(tenant, key);
    const tail = await findTail(core, context.organizationId, key, query);
    const first = await readProviderLogs(core, context, resource, query, signal);
    void collect(followProviderLogs(core, context, resource, { told: first, query }, signal), told, news);
    const read = (id: string) => {
      last = id;
    };
    for await (const lines of firstLogs(core, context.organizationId, key, { query, tail, told: first }, read)) {
      yield* lines;
    }
    const selection = { ...selectionOf(query), since: null };
    let hasMore = true;
    while (!signal.aborted) {
      if (!hasMore) await news.wait(POLL_MS, signal);
      if (signal.aborted) return;
      const { rows, more } = await logsAfter(
        tenant,
        key,
        { ...selection, id: last },
        { limit: BATCH, bytes: BATCH_BYTES },
      );
      last = rows.at(-1)?.id ?? last;
      hasMore = more;
      yield* mergeLogs(rows.map(presentLog), told.splice(0));
    }
  } finally {
    unlisten();
  }
}

/** Passes the provider's lines on to the reader. Ends with its source, while stored lines keep coming. */
async function collect(
  source: AsyncIterable<ResourceLogEntry[]>,
  into: ResourceLogEntry[],
  news: Signal,
): Promise<void> {
  try {
    for await (const lines of source) {
      into.push(...lines);
      news.raise();
    }
  } catch {
    // The database was unavailable; the reader of stored lines meets the same error, and reports it.
  }
}

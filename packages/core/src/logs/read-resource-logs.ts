import { DEFAULT_LOG_TAIL, type JsonObject, type LogEntry, type LogLevel } from "@pragma/contract";
import { findPresented, type LogRow, type PresentedRow, tailLogs } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";
import { type ProviderLogs, readProviderLogs } from "./provider-logs.ts";

export interface LogQuery {
  /** ISO 8601 with any offset: lines from then on. */
  since?: string | undefined;
  /** The last so many of them, 1 to 10,000; 100 by default. */
  tail?: number | undefined;
}

/**
 * What was logged about a resource, oldest first: by handlers while they ran, and by what the provider's own `logs`
 * handler tells.
 * @param id internal or friendly id
 * @param signal aborts when the client leaves
 * @throws DomainError not_found
 */
export async function readResourceLogs(
  core: Core,
  context: RequestContext,
  id: string,
  query: LogQuery = {},
  signal?: AbortSignal,
): Promise<LogEntry[]> {
  const resource = await findLogged(core, context, id);
  const [kept, told] = await Promise.all([
    readTail(core, context.organizationId, resource.key, query),
    readProviderLogs(core, context, resource, query, signal),
  ]);
  return firstLogs(kept.map(presentLog), told, query);
}

/** What a reader gets first: both logs as one, no more than asked for, and what is wrong with the provider's. */
export function firstLogs(kept: readonly LogEntry[], { lines, problem }: ProviderLogs, { tail }: LogQuery): LogEntry[] {
  const merged = mergeLogs(kept, problem === null ? lines : [...lines, problem]);
  return merged.slice(-(tail ?? DEFAULT_LOG_TAIL));
}

/** @throws DomainError not_found */
export async function findLogged(core: Core, context: RequestContext, id: string): Promise<PresentedRow> {
  const resource = await findPresented(core.db.tenant(context.organizationId), id);
  if (!resource) throw notFound("Resource");
  return resource;
}

/** Two logs as one, by time; lines of one moment keep the order they have. */
export function mergeLogs(one: readonly LogEntry[], other: readonly LogEntry[]): LogEntry[] {
  if (other.length === 0) return [...one];
  return [...one, ...other].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

export function readTail(core: Core, organizationId: string, key: string, query: LogQuery): Promise<LogRow[]> {
  const { since, tail = DEFAULT_LOG_TAIL } = query;
  return tailLogs(core.db.tenant(organizationId), key, since === undefined ? null : new Date(since), tail);
}

export function presentLog(row: LogRow): LogEntry {
  return {
    timestamp: row.timestamp,
    level: row.level as LogLevel,
    message: row.message,
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as JsonObject),
  };
}

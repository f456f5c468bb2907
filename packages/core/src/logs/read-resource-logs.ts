import { DEFAULT_LOG_TAIL, type JsonObject, type LogEntry, type LogLevel } from "@pragma/contract";
import { findPresented, type LogRow, tailLogs } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";

export interface LogQuery {
  /** ISO 8601 with any offset: lines from then on. */
  since?: string | undefined;
  /** The last so many of them, 1 to 10,000; 100 by default. */
  tail?: number | undefined;
}

/**
 * What was logged about a resource, oldest first.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function readResourceLogs(
  core: Core,
  context: RequestContext,
  id: string,
  query: LogQuery = {},
): Promise<LogEntry[]> {
  const key = await keyOf(core, context, id);
  return (await readTail(core, context.organizationId, key, query)).map(presentLog);
}

/** @throws DomainError not_found */
export async function keyOf(core: Core, context: RequestContext, id: string): Promise<string> {
  const resource = await findPresented(core.db.tenant(context.organizationId), id);
  if (!resource) throw notFound("Resource");
  return resource.key;
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

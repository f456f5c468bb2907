import { DEFAULT_LOG_TAIL, type JsonObject, type LogLevel, type ResourceLogEntry } from "@pragma/contract";
import {
  findPresented,
  type LogRow,
  type LogSelection,
  logsAfter,
  type PresentedRow,
  tailLogs,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { BATCH_BYTES } from "../../foundation/common/list-bounds.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type ProviderLogs, readProviderLogs } from "./provider-logs.ts";

/** Lines read at once. */
const BATCH = 500;

export interface LogQuery {
  /** ISO 8601 with any offset: lines from then on. */
  since?: string | undefined;
  /** Id of an event: only lines that were written for it. */
  event_id?: string | undefined;
  /** Only lines that were written in the attempt of this number, from 1. */
  attempt?: number | undefined;
  /** How many of the last lines, 1 to 10,000; 100 by default. */
  tail?: number | undefined;
}

/**
 * The log of a resource, oldest first: what handlers logged while they ran, and what the provider's own `logs` handler
 * returns, whose lines belong to no event and no attempt. Stored lines are read as they are consumed.
 * @param id internal or friendly id
 * @param signal aborts when the client disconnects
 * @throws DomainError not_found, at once
 */
export async function streamResourceLogs(
  core: Core,
  context: RequestContext,
  id: string,
  query: LogQuery = {},
  signal?: AbortSignal,
): Promise<AsyncIterable<ResourceLogEntry[]>> {
  const resource = await findLogged(core, context, id);
  const [tail, told] = await Promise.all([
    findTail(core, context.organizationId, resource.key, query),
    readProviderLogs(core, context, resource, query, signal),
  ]);
  return firstLogs(core, context.organizationId, resource.key, { query, tail, told });
}

/** `streamResourceLogs` as one array. */
export async function readResourceLogs(...asked: Parameters<typeof streamResourceLogs>): Promise<ResourceLogEntry[]> {
  const logs: ResourceLogEntry[] = [];
  for await (const lines of await streamResourceLogs(...asked)) for (const line of lines) logs.push(line);
  return logs;
}

/** The last stored lines of a resource. */
export type Tail = Awaited<ReturnType<typeof tailLogs>>;

export function findTail(core: Core, organizationId: string, key: string, query: LogQuery): Promise<Tail> {
  return tailLogs(core.db.tenant(organizationId), key, selectionOf(query), query.tail ?? DEFAULT_LOG_TAIL);
}

/**
 * A reader's first lines: both logs merged, no more than asked for, and any problem with the provider's log.
 * @param onRead called with the id of the last stored line as each batch is read
 */
export async function* firstLogs(
  core: Core,
  organizationId: string,
  key: string,
  { query, tail, told }: { query: LogQuery; tail: Tail; told: ProviderLogs },
  onRead: (id: string) => void = () => {},
): AsyncGenerator<ResourceLogEntry[]> {
  let waiting = mergeLogs(told.lines, told.problem === null ? [] : [told.problem]);
  let surplus = Math.max(0, tail.count + waiting.length - (query.tail ?? DEFAULT_LOG_TAIL));
  for await (const rows of keptLogs(core, organizationId, key, { query, tail })) {
    onRead((rows.at(-1) as LogRow).id);
    const kept = rows.map(presentLog);
    const until = Date.parse((kept.at(-1) as ResourceLogEntry).timestamp);
    const due = waiting.filter(({ timestamp }) => Date.parse(timestamp) < until);
    if (due.length > 0) waiting = waiting.filter(({ timestamp }) => Date.parse(timestamp) >= until);
    const lines = mergeLogs(kept, due);
    yield lines.slice(surplus);
    surplus = Math.max(0, surplus - lines.length);
  }
  yield waiting.slice(surplus);
}

async function* keptLogs(
  core: Core,
  organizationId: string,
  key: string,
  { query, tail }: { query: LogQuery; tail: Tail },
): AsyncGenerator<LogRow[]> {
  if (tail.first === null) return;
  const tenant = core.db.tenant(organizationId);
  let id = String(BigInt(tail.first) - 1n);
  for (let left = tail.count; left > 0; ) {
    const room = { limit: Math.min(BATCH, left), bytes: BATCH_BYTES };
    const { rows, more } = await logsAfter(tenant, key, { id, ...selectionOf(query) }, room);
    if (rows.length === 0) return;
    yield rows;
    id = (rows.at(-1) as LogRow).id;
    left = more ? left - rows.length : 0;
  }
}

/** Which of the stored lines a query asks for. */
export function selectionOf({ since, event_id, attempt }: LogQuery): LogSelection {
  return { since: since === undefined ? null : new Date(since), eventId: event_id, attempt };
}

/** @throws DomainError not_found */
export async function findLogged(core: Core, context: RequestContext, id: string): Promise<PresentedRow> {
  const resource = await findPresented(core.db.tenant(context.organizationId), id);
  if (!resource) throw notFound("Resource");
  return resource;
}

/** Merges two logs by time; lines of the same instant keep their order. */
export function mergeLogs(one: readonly ResourceLogEntry[], other: readonly ResourceLogEntry[]): ResourceLogEntry[] {
  if (other.length === 0) return [...one];
  return [...one, ...other].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

export function presentLog(row: LogRow): ResourceLogEntry {
  return {
    timestamp: row.timestamp,
    level: row.level as LogLevel,
    message: row.message,
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as JsonObject),
    ...(row.trace_id === null ? {} : { trace_id: row.trace_id }),
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LOG_TAIL, type Json, logEntrySchema, type ResourceLogEntry } from "@pragma/contract";
import type { PresentedRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { askProvider } from "../calls/index.ts";
import type { LogQuery } from "./read-resource-logs.ts";

const TIMEOUT_MS = 10_000;
/** Pause between two requests while following. */
const AGAIN_MS = 5000;
/** More than a reader can take in within that pause. */
const FOLLOW_TAIL = 1000;

/** A provider's own log of a resource. */
export interface ProviderLogs {
  /** Oldest first. */
  lines: ResourceLogEntry[];
  /** Why lines are missing: the platform's own log must be readable even if the provider's is not. */
  problem: ResourceLogEntry | null;
}

/**
 * Returns lines of the provider's own `logs` handler for a resource: none if the type has none, the resource never reached its
 * provider, or the query asks for the lines of an event or attempt, which these lines do not name.
 */
export async function readProviderLogs(
  core: Core,
  context: RequestContext,
  row: PresentedRow,
  query: LogQuery,
  signal?: AbortSignal,
): Promise<ProviderLogs> {
  const lines: ResourceLogEntry[] = [];
  if (!(await hasLogs(core, context, row, query))) return { lines, problem: null };
  const { since, tail = DEFAULT_LOG_TAIL } = query;
  const options: Json = { since: since === undefined ? null : new Date(since).toISOString(), tail };
  const question = {
    about: { resourceKey: row.key },
    method: "logs" as const,
    arguments: options,
    timeoutMs: TIMEOUT_MS,
  };
  try {
    for await (const part of askProvider(core, context, question, signal)) {
      const read = logEntrySchema.array().safeParse(part);
      if (!read.success) throw new DomainError("provider_failed", `The provider of ${row.key} gave no valid answer`);
      lines.push(...read.data);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const message = `The provider's own log cannot be read: ${error.message}`;
    const timestamp = new Date().toISOString();
    return { lines, problem: { timestamp, level: "warn", message, metadata: null } };
  }
  return { lines, problem: null };
}

/**
 * Polls for new lines until `signal` aborts. Repeats no line and misses none of the same instant, whether a handler
 * treats `since` as inclusive or exclusive.
 *
 * `told` are the lines that the reader already has, oldest first; `query` is what it asked for.
 */
export async function* followProviderLogs(
  core: Core,
  context: RequestContext,
  row: PresentedRow,
  { told, query }: { told: ProviderLogs; query: LogQuery },
  signal: AbortSignal,
): AsyncGenerator<ResourceLogEntry[]> {
  if (!(await hasLogs(core, context, row, query))) return;
  const begun = Date.now();
  let known = told.lines;
  let problem = told.problem?.message;
  while (!signal.aborted) {
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const from = known.length === 0 ? begun : Date.parse((known.at(-1) as ResourceLogEntry).timestamp) - 1;
    known = known.filter(({ timestamp }) => Date.parse(timestamp) >= from);
    const next = { since: new Date(from).toISOString(), tail: FOLLOW_TAIL };
    const answer = await readProviderLogs(core, context, row, next, signal);
    const news = without(answer.lines, known);
    known = [...known, ...news];
    // Once, not after each request.
    const isNew = answer.problem !== null && answer.problem.message !== problem;
    problem = answer.problem?.message;
    if (isNew && answer.problem) yield [...news, answer.problem];
    else if (news.length > 0) yield news;
  }
}

/** The lines that are not known yet; repeated lines are dropped only as often as they are known. */
function without(lines: readonly ResourceLogEntry[], known: readonly ResourceLogEntry[]): ResourceLogEntry[] {
  const counts = new Map<string, number>();
  for (const line of known.map((one) => JSON.stringify(one))) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((entry) => {
    const line = JSON.stringify(entry);
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count < 1;
  });
}

async function hasLogs(
  core: Core,
  context: RequestContext,
  row: PresentedRow,
  { event_id, attempt }: LogQuery,
): Promise<boolean> {
  if (row.resolved_config === null || event_id !== undefined || attempt !== undefined) return false;
  const types = await core.types.current(context.organizationId);
  return types.find(row.provider, row.resource)?.capabilities.includes("logs") === true;
}

import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LOG_TAIL, type Json, type LogEntry, logEntrySchema } from "@pragma/contract";
import type { PresentedRow } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import { askProvider } from "../provider-calls/index.ts";
import type { LogQuery } from "./read-resource-logs.ts";

const TIMEOUT_MS = 10_000;
/** Between two questions of one who follows. */
const AGAIN_MS = 5000;

/**
 * What the provider's own `logs` handler tells of a resource, oldest first: nothing if the type has none, or the
 * resource never reached its provider. What the platform keeps must be readable also when the provider is not, so a
 * failure is told by a line.
 */
export async function readProviderLogs(
  core: Core,
  context: RequestContext,
  row: PresentedRow,
  { since, tail = DEFAULT_LOG_TAIL }: LogQuery,
  signal?: AbortSignal,
): Promise<LogEntry[]> {
  if (!(await hasLogs(core, context, row))) return [];
  const lines: LogEntry[] = [];
  const options: Json = { since: since === undefined ? null : new Date(since).toISOString(), tail };
  const question = { resourceKey: row.key, method: "logs" as const, arguments: options, timeoutMs: TIMEOUT_MS };
  try {
    for await (const part of askProvider(core, context, question, signal)) {
      const read = logEntrySchema.array().safeParse(part);
      if (!read.success) throw new DomainError("provider_failed", `The provider of ${row.key} gave no valid answer`);
      lines.push(...read.data);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const message = `The provider's own log cannot be read: ${error.message}`;
    lines.push({ timestamp: new Date().toISOString(), level: "warn", message, metadata: null });
  }
  return lines;
}

/** Asks again and again for what came since, until `signal` aborts. */
export async function* followProviderLogs(
  core: Core,
  context: RequestContext,
  row: PresentedRow,
  from: string,
  signal: AbortSignal,
): AsyncGenerator<LogEntry[]> {
  if (!(await hasLogs(core, context, row))) return;
  let since = from;
  while (!signal.aborted) {
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const lines = await readProviderLogs(core, context, row, { since }, signal);
    since = lines.at(-1)?.timestamp ?? since;
    if (lines.length > 0) yield lines;
  }
}

async function hasLogs(core: Core, context: RequestContext, row: PresentedRow): Promise<boolean> {
  if (row.resolved_config === null) return false;
  const type = await core.types.find(context.organizationId, row.provider, row.resource);
  return type?.capabilities.includes("logs") === true;
}

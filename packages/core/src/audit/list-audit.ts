import type { Actor, AuditEntry, JsonObject } from "@pragma/contract";
import { type AuditRow, listAuditEntries } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";

/** All that are given must match. Times are ISO 8601 with any offset. */
export interface AuditQuery {
  /** Id or name of the actor. */
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  /** From this time on. */
  since?: string | undefined;
  /** Before this time. */
  until?: string | undefined;
  /** Part of target, action or the actor's name, whatever the case; or a whole correlation id. */
  text?: string | undefined;
}

export interface AuditBatch {
  entries: AuditEntry[];
  /** Id before which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/** One batch of who did what in the organization, newest first. */
export async function listAudit(
  core: Core,
  context: RequestContext,
  query: AuditQuery,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<AuditBatch> {
  const { actor, action, target, text } = query;
  const filter = { actor, action, target, text, since: date(query.since), until: date(query.until) };
  const rows = await listAuditEntries(core.db.tenant(context.organizationId), filter, before, limit + 1);
  const page = rows.slice(0, limit);
  return { entries: page.map(presentEntry), next: rows.length > limit ? page.at(-1)?.id : undefined };
}

function date(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function presentEntry(row: AuditRow): AuditEntry {
  return { ...row, actor: JSON.parse(row.actor) as Actor, details: JSON.parse(row.details) as JsonObject };
}

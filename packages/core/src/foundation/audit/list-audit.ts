import type { Actor, AuditEntry, JsonObject } from "@pragma/contract";
import { type AuditRow, type IdRange, listAuditEntries } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import { BATCH_BYTES, type BatchRoom } from "../common/list-bounds.ts";
import type { Core } from "../unit-of-work/core.ts";

/** All given filters must match. Times are ISO 8601 with any offset. */
export interface AuditQuery {
  /** Id or name of the actor. */
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  /** From this time on. */
  since?: string | undefined;
  /** Before this time. */
  until?: string | undefined;
  /** Part of target, action or the actor's name, in any case; or a whole correlation id. */
  text?: string | undefined;
}

export interface AuditBatch {
  entries: AuditEntry[];
  /** Id before which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/**
 * One batch of the organization's audit log, newest first: at most `limit` entries, or fewer if they exceed `bytes`, 1
 * MiB by default.
 */
export async function listAudit(
  core: Core,
  context: RequestContext,
  query: AuditQuery,
  { limit, bytes = BATCH_BYTES, ...range }: IdRange & BatchRoom,
): Promise<AuditBatch> {
  const { actor, action, target, text } = query;
  const filter = { actor, action, target, text, since: date(query.since), until: date(query.until) };
  const { organizationId } = context;
  const { rows, more } = await core.reading(organizationId, (reader) => {
    return listAuditEntries(reader.db.tenant(organizationId), filter, range, { limit, bytes });
  });
  return { entries: rows.map(presentEntry), next: more ? rows.at(-1)?.id : undefined };
}

function date(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function presentEntry({
  id,
  timestamp,
  actor,
  action,
  target,
  outcome,
  correlation_id,
  details,
}: AuditRow): AuditEntry {
  const who = JSON.parse(actor) as Actor;
  return {
    id,
    timestamp,
    actor: who,
    action,
    target,
    outcome,
    correlation_id,
    details: JSON.parse(details) as JsonObject,
  };
}

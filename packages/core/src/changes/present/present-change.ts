import { hash } from "node:crypto";
import {
  type Actor,
  type Because,
  type Blocked,
  type ChangeAction,
  type ChangeSource,
  type ChangeSummary,
  type PlannedChange,
  type PreviewedAction,
  parseKey,
  readCounts,
  resourceId,
  type ValidationIssue,
} from "@pragma/contract";
import type { ActionRow, StoredChange } from "@pragma/db/queries";
import type { DecidedAction } from "../decide/decision.ts";

/** A change as clients see it, with its entity tag. */
export interface PresentedChange {
  /** JSON text. */
  body: string;
  etag: string;
}

/** A change without its actions. */
export function presentSummary(row: StoredChange, blocked: readonly Blocked[]): ChangeSummary {
  return {
    id: row.id,
    status: row.status,
    message: row.message,
    source: row.source === null ? null : (JSON.parse(row.source) as ChangeSource),
    set: row.set,
    prune: row.prune,
    counts: readCounts(row.counts),
    busy: row.busy,
    created_by: JSON.parse(row.created_by) as Actor,
    created_at: row.created_at,
    expires_at: row.expires_at,
    applied_by: row.applied_by === null ? null : (JSON.parse(row.applied_by) as Actor),
    applied_at: row.applied_at,
    settled_at: row.settled_at,
    reverts: row.reverts,
    reverted_by: row.reverted_by,
    ended_by: row.ended_by === null ? null : (JSON.parse(row.ended_by) as Actor),
    ended_at: row.ended_at,
    blocked: [...blocked],
  };
}

/** The id of a resource that does not exist does not tell its parts. */
function actedResource(key: string): ChangeAction["resource"] {
  const ref = parseKey(key);
  return ref
    ? { id: resourceId(ref), provider: ref.provider, resource: ref.resource, name: ref.name }
    : { id: key, provider: "", resource: "", name: key };
}

/** An action that is not stored, as clients see it. */
export function presentDecided({ key, id: _, ...action }: DecidedAction): PreviewedAction {
  return { id: null, resource: actedResource(key), ...action };
}

/** An action as clients see it. */
export function presentAction(row: ActionRow): ChangeAction {
  const action: ChangeAction = {
    id: row.id,
    resource: actedResource(row.key),
    document: row.document,
    action: row.action as ChangeAction["action"],
    because: JSON.parse(row.because) as Because,
    changes: JSON.parse(row.changes) as PlannedChange[],
    issues: JSON.parse(row.issues) as ValidationIssue[],
    warnings: JSON.parse(row.warnings) as string[],
    wave: row.wave,
  };
  if (row.state === null) return action;
  return {
    ...action,
    state: row.state,
    event_id: row.event_id,
    attempts: row.attempts,
    error: row.error,
    error_kind: row.error_kind,
    started_at: row.started_at,
    settled_at: row.settled_at,
  };
}

/** The strong entity tag of a change: over its status and counts, as the contract says. */
export function changeEtag({ status, counts }: Pick<StoredChange, "status" | "counts">): string {
  return `"${status}-${hash("sha256", counts, "base64url").slice(0, 12)}"`;
}

/** The status that an entity tag names; undefined if it is not the tag of a change. */
export function statusOfTag(tag: string): string | undefined {
  return /^(?:W\/)?"([a-z]+)-[\w-]{12}"$/.exec(tag.trim())?.[1];
}

import type { ErrorFacts, Path } from "@pragma/contract";
import { mayChangeReplace, type ReconcileRow } from "@pragma/db/queries";
import { formatPath } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isObserved } from "../../resources/apply/kept-fields.ts";
import type { Attempt } from "../../resources/lifecycle/index.ts";

/** Why an event fails instead of replacing the thing. */
export interface Refusal {
  message: string;
  facts: ErrorFacts;
}

type LeaveOf = "pending_event_id" | "event_change_id" | "mark_change_id";

/**
 * Why a thing is not replaced: its change has no leave to (`allow_replace`), or the resource is protected, or only observed.
 * @param fixed immutable fields that differ; none if its provider, or a person, asked for it
 * @returns undefined if it is
 */
export async function whyNotReplaced(
  core: Core,
  organizationId: string,
  row: Pick<ReconcileRow, "id" | "key" | "handling" | "deletion_protected" | LeaveOf>,
  { eventId, replaces }: Pick<Attempt, "eventId" | "replaces">,
  fixed: readonly Path[],
): Promise<Refusal | undefined> {
  const [first] = fixed;
  const field = formatPath(["config", ...(first ?? [])]);
  const refusal = (why: string): Refusal => ({
    message: first ? `${field} cannot change after creation${why}` : `It has to be replaced${why}`,
    facts: { field },
  });
  if (isObserved(row)) return refusal(first ? "" : ", and is only observed");
  // What a mark brings has the leave of the change that set it, and of no other.
  const changeId = eventId === row.pending_event_id ? row.event_change_id : row.mark_change_id;
  if (!replaces && !(await mayReplace(core, organizationId, changeId, row))) return refusal("");
  return row.deletion_protected
    ? refusal(`, and ${row.id} is protected from deletion: nothing was replaced`)
    : undefined;
}

/** Whether what a change wants may be had by replacing a resource. */
export async function mayReplace(
  core: Core,
  organizationId: string,
  changeId: string | null,
  { id, key }: { id: string; key: string },
): Promise<boolean> {
  return changeId !== null && (await mayChangeReplace(core.db.tenant(organizationId), changeId, [id, key]));
}

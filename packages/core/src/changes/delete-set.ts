import type { ChangePreview } from "@pragma/contract";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import { retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { decideChange } from "./decide/decide-change.ts";
import { getChange } from "./get-change.ts";
import { applyDecided, inFlight } from "./plan-change.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { previewOf } from "./preview/preview-change.ts";
import { type ChangeRequest, EMPTY_REQUEST } from "./request/change-request.ts";

/**
 * Deletes all of a set, dependents first, as one change.
 * @throws DomainError not_found, has_dependents if something outside depends on it, deletion_protected, change_in_flight;
 *   nothing was written then
 */
export async function deleteSet(core: Core, context: RequestContext, name: string): Promise<PresentedChange> {
  const request = deletionOf(name);
  const id = await retryOnConflict(core, async () => {
    const decided = await decideChange(core, context, request);
    if (decided.members?.length === 0) throw notFound("Set");
    const [refusal] = decided.refusals;
    if (refusal) throw refusal;
    if (decided.busy.length > 0) throw inFlight(decided.busy);
    return applyDecided(core, context, decided);
  });
  return getChange(core, context, id);
}

/** Previews the deletion of a set. Nothing is written. @throws DomainError not_found */
export async function previewSetDeletion(core: Core, context: RequestContext, name: string): Promise<ChangePreview> {
  const decided = await decideChange(core, context, deletionOf(name));
  if (decided.members?.length === 0) throw notFound("Set");
  return previewOf(core, context, decided);
}

function deletionOf(name: string): ChangeRequest {
  return {
    ...EMPTY_REQUEST,
    set: name,
    prune: true,
    allowEmpty: true,
    wholeSet: true,
    message: `Delete the set ${name}`,
  };
}

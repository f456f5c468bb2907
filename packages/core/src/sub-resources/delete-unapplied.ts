import { findSubResources } from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import type { Claim } from "../reconcile/claim.ts";
import { deleteResource } from "../resources/delete-resource.ts";
import { applierContext } from "./applier-context.ts";

/**
 * Starts the deletion of the sub-resources that a succeeded event did not apply any more.
 * @param applied keys of those that it did
 * @returns why some of them have to stay, for the resource's log
 */
export async function deleteUnappliedSubResources(
  core: Core,
  claim: Claim,
  applied: ReadonlySet<string>,
): Promise<string[]> {
  const context = applierContext(claim);
  const reasons: string[] = [];
  for (const key of await findSubResources(core.db.tenant(claim.organizationId), claim.key)) {
    if (applied.has(key)) continue;
    try {
      await deleteResource(core, context, key);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      reasons.push(`${key} is applied no longer, but cannot be deleted: ${error.message}`);
    }
  }
  return reasons;
}

import type { Json } from "@pragma/contract";
import { type DependentsPage, findPropagationDependents } from "@pragma/db/queries";
import { referencesDiffer, sealedEqual, type TargetState } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import type { Claim } from "./claim.ts";

/**
 * The keys of the direct dependents of a succeeded resource that use none of its changed values. Reads them page by
 * page, so that neither their number nor the size of their configs matters.
 *
 * Spares only dependents that are known to use no changed value: not those added in the meantime, nor drafts.
 *
 * @param outputs the new outputs
 * @param first the first page, already read
 * @returns undefined if no value differs, or all dependents are spared
 */
export async function findSpared(
  core: Core,
  claim: Claim,
  outputs: Json,
  first: DependentsPage,
): Promise<string[] | undefined> {
  const box = core.services.keyring.box(claim.organizationId);
  const before = stateBefore(claim);
  const after: TargetState = { config: claim.payload, outputs };
  const same =
    before !== undefined &&
    sealedEqual(before.outputs, after.outputs, box) &&
    sealedEqual(before.config, after.config, box);
  if (same) return undefined;
  const tenant = core.db.tenant(claim.organizationId);
  const spared: string[] = [];
  let isAnyConcerned = false;
  for (let page = first; ; ) {
    for (const { key, provider, resource, config } of page.dependents) {
      const options = { stringReferences: hasStringReferences(provider, resource) };
      const uses =
        config === null || referencesDiffer(JSON.parse(config) as Json, claim.key, before, after, box, options);
      if (uses) isAnyConcerned = true;
      else spared.push(key);
    }
    const last = page.dependents.at(-1);
    if (page.isLast || !last) return isAnyConcerned ? spared : undefined;
    page = await findPropagationDependents(tenant, claim.key, last.key);
  }
}

function stateBefore({ resource: { applied_config, outputs } }: Claim): TargetState | undefined {
  if (applied_config === null) return undefined;
  return { config: JSON.parse(applied_config) as Json, outputs: outputs === null ? {} : (JSON.parse(outputs) as Json) };
}

import type { Json } from "@pragma/contract";
import {
  changeAndWake,
  type DependentsPage,
  type Effects,
  type Guard,
  type ResourcePatch,
  type Woken,
} from "@pragma/db/queries";
import { sealedEqual, type TargetState } from "@pragma/language";
import type { Core } from "../core.ts";
import type { Claim } from "./claim.ts";
import { findSpared } from "./find-spared.ts";

/**
 * Writes a success and marks everything stale that uses a value which is another now, with all that depends on it, in
 * one transaction: nothing can see the new value beside an old one that follows from it. Those marked decide, once
 * each, when their own dependencies are settled.
 *
 * @param dependents the first page of what depends on it directly
 * @returns undefined if the guard did not hold; what was woken, if only one
 */
export async function propagateChange(
  core: Core,
  claim: Claim,
  guard: Guard,
  patch: ResourcePatch,
  effects: Effects,
  outputs: Json,
  dependents: DependentsPage,
): Promise<{ woken: Woken | undefined } | undefined> {
  const tenant = core.db.tenant(claim.organizationId);
  const box = core.keyring.box(claim.organizationId);
  const { applied_config, outputs: oldOutputs } = claim.resource;
  const before: TargetState | undefined =
    applied_config === null
      ? undefined
      : {
          config: JSON.parse(applied_config) as Json,
          outputs: oldOutputs === null ? {} : (JSON.parse(oldOutputs) as Json),
        };
  const after: TargetState = { config: claim.payload, outputs };
  const same =
    before !== undefined &&
    sealedEqual(before.outputs, after.outputs, box) &&
    sealedEqual(before.config, after.config, box);
  if (same) {
    return changeAndWake(tenant, claim.key, guard, patch, effects);
  }
  const spared = await findSpared(core, claim, dependents, before, after);
  if (spared === undefined) return changeAndWake(tenant, claim.key, guard, patch, effects);
  const { wakeDependents: _, ...own } = effects;
  const { actor, correlationId } = claim;
  return changeAndWake(tenant, claim.key, guard, patch, { ...own, spread: { spared, actor, correlationId } });
}

import type { Dependents, ValidationIssue } from "@pragma/contract";
import { decideChange } from "../../src/changes/decide/decide-change.ts";
import { EMPTY_REQUEST } from "../../src/changes/request/change-request.ts";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";

/** The refusals of a plan that deletes a resource. Nothing is written. */
export async function deletionIssues(
  core: Core,
  context: RequestContext,
  resource: string,
  dependents?: Dependents,
): Promise<readonly ValidationIssue[]> {
  const deletion = { resource, ...(dependents ? { dependents } : {}) };
  return (await decideChange(core, context, { ...EMPTY_REQUEST, delete: [deletion] })).issues;
}

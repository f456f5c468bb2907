import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { applyResource } from "../apply/apply-resource.ts";
import { readRefs } from "../references/refs.ts";

/**
 * Applies a resource's own config, as it is stored.
 * @throws DomainError precondition_failed if it is not as it was read, and the refusals of an apply
 */
export function applyOnceMore(
  core: Core,
  context: RequestContext,
  row: ResourceRow,
  ifMatch: string,
): Promise<ResourceRow> {
  const { provider, resource, name } = row;
  const dependencies = readRefs(row.dependencies);
  const input = { provider, resource, name, config: {}, dependencies, lifecycle_state: "pending" as const };
  return applyResource(core, context, input, { again: true, ifMatch });
}

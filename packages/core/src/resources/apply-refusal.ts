import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { type Effects, findResource, leadsTo, type ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../errors.ts";
import { cycleError } from "./graph-cycle.ts";

/**
 * Why the database would not write an apply that is otherwise fine: its new edges close a cycle, or its id is another's.
 * @returns undefined if neither is so
 */
export async function findRefusal(
  tenant: Tenant,
  input: ApplyInput,
  existing: ResourceRow | undefined,
  { edges }: Pick<Effects, "edges">,
): Promise<DomainError | undefined> {
  const key = resourceKey(input);
  if (edges) {
    const targets = [...edges.dependencies, ...edges.owners];
    if (await leadsTo(tenant, targets, key)) return cycleError(tenant, key, targets);
  }
  const id = resourceId(input);
  const other = existing ? undefined : await findResource(tenant, id);
  if (!other || other.key === key) return undefined;
  return new DomainError("id_collision", `${key} would have the id ${id}, which ${other.key} has already`, {
    resource_id: other.id,
  });
}

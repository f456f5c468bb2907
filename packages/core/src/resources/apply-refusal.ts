import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { type Effects, findResource, leadsTo, type ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../errors.ts";
import { findApplyRing } from "./deletion-ring.ts";
import { findGraphCycle } from "./graph-cycle.ts";

/**
 * Why the database would not write an apply that is otherwise fine: its new edges close a cycle, or would have it wait for
 * a deletion that waits for it, or its id is another's.
 * @returns undefined if none of that is so
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
    if (await leadsTo(tenant, targets, key)) {
      const circle = (await findGraphCycle(tenant, key, targets)) ?? (await findApplyRing(tenant, key, edges));
      if (circle) return circle;
    }
  }
  const id = resourceId(input);
  const other = existing ? undefined : await findResource(tenant, id);
  if (!other || other.key === key) return undefined;
  return new DomainError("id_collision", `${key} would have the id ${id}, which ${other.key} has already`, {
    resource_id: other.id,
  });
}

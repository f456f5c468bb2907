import { type ResourceRef, resourceId, resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  type Effects,
  findResource,
  findStandings,
  leadsTo,
  type ResourceRow,
  type Standing,
} from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { findApplyRing } from "../delete/deletion-ring.ts";
import { isBeingDeleted } from "../lifecycle/index.ts";
import { findGraphCycle } from "../references/graph-cycle.ts";

/**
 * Why the database refused a change of a resource that is otherwise valid: its new edges close a cycle, make it wait for a
 * deletion that waits for it, or add an owner that is being deleted; the handler that requests it was cancelled; or its id
 * is taken.
 * @returns undefined if none of these holds
 */
export async function findRefusal(
  tenant: Tenant,
  input: ResourceRef,
  existing: ResourceRow | undefined,
  { edges, newOwners = [], onBehalfOf }: Pick<Effects, "edges" | "newOwners" | "onBehalfOf">,
): Promise<DomainError | undefined> {
  const key = resourceKey(input);
  if (edges) {
    const targets = [...edges.dependencies, ...edges.owners];
    if (await leadsTo(tenant, targets, key)) {
      const circle = (await findGraphCycle(tenant, key, targets)) ?? (await findApplyRing(tenant, key, edges));
      if (circle) return circle;
    }
  }
  if (onBehalfOf && !(await isAwaited(tenant, onBehalfOf))) return handlerCancelled(onBehalfOf);
  const owners = newOwners.length === 0 ? [] : await findStandings(tenant, newOwners);
  if (owners.length > 0 && owners.every(isBeingDeleted)) return leavingOwners(resourceId(input), owners);
  const id = resourceId(input);
  const other = existing ? undefined : await findResource(tenant, id);
  if (!other || other.key === key) return undefined;
  return new DomainError("id_collision", `${key} would have the id ${id}, which ${other.key} has already`, {
    resource_id: other.id,
  });
}

/** Whether the result of an event is still awaited. */
export async function isAwaited(
  tenant: Tenant,
  { key, eventId }: NonNullable<Effects["onBehalfOf"]>,
): Promise<boolean> {
  return (await findResource(tenant, key))?.pending_event_id === eventId;
}

/** The error for a handler whose event is no longer awaited. */
export function handlerCancelled({ key }: { key: string }): DomainError {
  return new DomainError("bad_request", `${key} was cancelled: its handler can no longer apply anything`);
}

function leavingOwners(id: string, owners: readonly Standing[]): DomainError {
  const names = owners.map((owner) => owner.id).join(", ");
  const reason = owners.length === 1 ? "which is being deleted" : "which are being deleted";
  return new DomainError(
    "deletion_in_progress",
    `${id} would belong to ${names}, ${reason}, and be left without an owner`,
    {
      resource_id: id,
      not_ready_dependencies: owners.map((owner) => ({ id: owner.id, state: owner.lifecycle_state })),
    },
  );
}

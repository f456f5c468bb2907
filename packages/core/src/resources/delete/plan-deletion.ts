import { type ErrorFacts, isReady, type LifecycleState } from "@pragma/contract";
import { asGoing, findResource, type GoingRow, type ResourceRow, readResources } from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
import { type DomainError, type ErrorCode, notFound } from "../../common/errors.ts";
import { isBeingDeleted } from "../../lifecycle/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import { deletionObstacles, findHeldUp } from "./check-deletion.ts";
import type { DeleteOptions } from "./delete-resource.ts";
import { readDeletionSet } from "./deletion-set.ts";
import { detachObstacles } from "./detach-dependents.ts";
import { holdUpBy } from "./hold-up.ts";

export interface PlannedResource {
  id: string;
  key: string;
  lifecycle_state: LifecycleState;
  deletion_protected: boolean;
  /** Its provider will delete the object; otherwise no provider ever saw it. */
  through_provider: boolean;
}

/** What deleting a resource would do. */
export interface DeletionPlan {
  /** It is being deleted already. */
  under_way: boolean;
  /** What is deleted, in order: dependents before their dependencies, the resource itself last. */
  members: PlannedResource[];
  /** How many resources are deleted in all; `members` holds only the last ones. */
  member_count: number;
  /** Dependents that stay: each keeps the values that it last took from the deleted resources. */
  detached: PlannedResource[];
  /** Resources that stay, and run with deleted ones until an update that is under way has succeeded. */
  waits_for: PlannedResource[];
  /** Ids of resources that run with deleted ones, with nothing under way to end that. They block the deletion. */
  held_up_by: string[];
  /** Every reason to refuse the deletion; the deletion itself names only the first. */
  obstacles: { code: ErrorCode; message: string; facts: ErrorFacts }[];
}

/** More than anyone reads before they click. */
const MAX_LISTED = 500;

/**
 * What `deleteResource` would do now: the same set and the same checks. Nothing is written or locked, so the actual
 * deletion may differ.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function planDeletion(
  core: Core,
  context: RequestContext,
  id: string,
  { dependents }: Pick<DeleteOptions, "dependents"> = {},
): Promise<DeletionPlan> {
  const tenant = core.db.tenant(context.organizationId);
  const found = await findResource(tenant, id);
  if (!found) throw notFound("Resource");
  const set = await readDeletionSet(tenant, [found.key], { cascade: dependents === "cascade" });
  const target = set.members.get(found.key);
  if (!target) throw notFound("Resource");

  const detach = dependents === "detach";
  const members = [...set.members.values()];
  const under_way = isBeingDeleted(target);
  const obstacles = under_way ? [] : await deletionObstacles(tenant, set, { of: target.id, resource: target, detach });
  if (detach && !under_way && set.outsiders.length > 0) {
    const going = await readResources(tenant, [...set.members.keys()]);
    const types = await core.types.current(context.organizationId);
    obstacles.push(...detachObstacles(core, context, going, set.outsiders, types));
  }
  return {
    under_way,
    members: members.slice(-MAX_LISTED).map(planned),
    member_count: members.length,
    detached: detach ? set.outsiders.slice(0, MAX_LISTED).map(asGoing).map(planned) : [],
    waits_for: set.runners.filter(isPassing).slice(0, MAX_LISTED).map(asGoing).map(planned),
    held_up_by: under_way ? [] : [...findHeldUp(set, { detach }).values()].flat().map((row) => row.id),
    obstacles: obstacles.map(presentObstacle),
  };
}

function isPassing(row: ResourceRow): boolean {
  return !isReady(row.lifecycle_state) && holdUpBy(row) === null;
}

function planned(row: GoingRow): PlannedResource {
  const { id, key, lifecycle_state, deletion_protected, was_handed_over } = row;
  return { id, key, lifecycle_state, deletion_protected, through_provider: was_handed_over };
}

function presentObstacle({ code, message, facts }: DomainError): DeletionPlan["obstacles"][number] {
  return { code, message, facts };
}

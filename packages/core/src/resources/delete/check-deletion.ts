import { isProcessing } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { isLeaving, notDeletable, staysWhenDetached } from "../lifecycle/index.ts";
import { deletionRingError, findDeletionRing } from "./deletion-ring.ts";
import type { DeletionSet } from "./deletion-set.ts";
import { type HoldUp, holdUpBy, holdUpWhenDetached } from "./hold-up.ts";

/** Target of a deletion, as error messages name it, and its mode. */
export interface DeletionTarget {
  /** Its id. */
  of: string;
  /** The resource, if the target is one: it cannot be deleted while it is processing, even if it is being deleted. */
  resource?: Pick<ResourceRow, "id" | "key">;
  /** Dependents outside the set are detached. */
  detach?: boolean;
  /** It is forgotten: the object stays for the resources that run with it. */
  orphan?: boolean;
}

/**
 * No resource in the set may be protected, needed from outside it, processing, or held up by something that would wait
 * for it.
 * @throws DomainError deletion_protected, has_dependents, not_deletable
 */
export async function checkDeletion(tenant: Tenant, set: DeletionSet, target: DeletionTarget): Promise<void> {
  const obstacle =
    protectionObstacle(set, target) ??
    needObstacle(set, target) ??
    busyObstacle(set, target) ??
    (await ringObstacle(tenant, set, target));
  if (obstacle) throw obstacle;
}

async function ringObstacle(
  tenant: Tenant,
  set: DeletionSet,
  { of, resource, detach = false, orphan }: DeletionTarget,
): Promise<DomainError | undefined> {
  const ring = orphan === true ? undefined : await findDeletionRing(tenant, set, { detach });
  return ring && deletionRingError(ring, of, resource);
}

function protectionObstacle({ members }: DeletionSet, target: DeletionTarget): DomainError | undefined {
  const guarded = [...members.values()].filter((row) => row.deletion_protected);
  if (guarded.length === 0) return undefined;
  const message = `${list(guarded)} ${guarded.length === 1 ? "is" : "are"} protected from deletion`;
  return new DomainError("deletion_protected", message, { ...about(target), protected: guarded.map((row) => row.id) });
}

/** Why resources that no longer want another still run with it. */
export const HOLD_UPS: Record<HoldUp, { one: string; many: string }> = {
  staged: { one: "its update without it is staged", many: "their updates without it are staged" },
  failed: { one: "its update without it failed", many: "their updates without it failed" },
  "deletion failed": { one: "its deletion failed", many: "their deletions failed" },
};

function needObstacle(set: DeletionSet, target: DeletionTarget): DomainError | undefined {
  const needed = target.detach === true ? [] : set.outsiders;
  const held = findHeldUp(set, target);
  const rows = [...needed, ...[...held.values()].flat()];
  if (rows.length === 0) return undefined;
  const reasons = [...held].map(([reason, by]) => {
    const { one, many } = HOLD_UPS[reason];
    return by.length === 1
      ? `${list(by)} still runs with it, since ${one}`
      : `${list(by)} still run with it, since ${many}`;
  });
  if (needed.length > 0) reasons.unshift(`${list(needed)} ${needed.length === 1 ? "depends" : "depend"} on it`);
  const dependents = [...new Set(rows.map((row) => row.id))];
  return new DomainError("has_dependents", `${target.of} cannot be deleted: ${reasons.join("; ")}`, {
    ...about(target),
    dependents,
  });
}

/** Resources outside the set that run with a member, with nothing under way to end that, grouped by reason. */
export function findHeldUp(
  { members, outsiders, runners }: DeletionSet,
  { detach, orphan }: Pick<DeletionTarget, "detach" | "orphan">,
): ReadonlyMap<HoldUp, ResourceRow[]> {
  const held = new Map<HoldUp, ResourceRow[]>();
  if (orphan === true) return held;
  const detached = new Set(detach === true ? outsiders : []);
  const isSentThrough = (row: ResourceRow): boolean => detached.has(row) && !staysWhenDetached(row);
  const holdUps = new Map([
    ...runners.filter((row) => !isSentThrough(row)).map((row) => [row, holdUpBy(row)] as const),
    ...[...detached].map((row) => [row, holdUpWhenDetached(row, members)] as const),
  ]);
  for (const [row, by] of holdUps) {
    if (by === null) continue;
    const others = held.get(by);
    if (others) others.push(row);
    else held.set(by, [row]);
  }
  return held;
}

function busyObstacle({ members }: DeletionSet, target: DeletionTarget): DomainError | undefined {
  const busy = [...members.values()].find(
    (row) => isProcessing(row.lifecycle_state) && !(isLeaving(row) && row.key !== target.resource?.key),
  );
  return busy && notDeletable(busy);
}

function about({ resource }: DeletionTarget): { resource_id?: string } {
  return resource ? { resource_id: resource.id } : {};
}

function list(rows: readonly { id: string }[]): string {
  const shown = rows.slice(0, 10).map((row) => row.id);
  return rows.length > 10 ? `${shown.join(", ")} and ${rows.length - 10} more` : shown.join(", ");
}

import { isConcluded, isFinding } from "@pragma/contract";
import { findResource, type ResourceRow } from "@pragma/db/queries";
import { newId } from "../../foundation/common/new-id.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isObserved, storedHandling } from "../apply/kept-fields.ts";
import { readFindings } from "../drift/finding.ts";
import { apply, asRead, type Change, isLeaving, writeRow } from "../lifecycle/index.ts";
import { SYSTEM_ACTOR_JSON } from "../lifecycle/states/actor.ts";
import { outgoingEdges } from "../references/outgoing-edges.ts";

/** A finding that was recorded. */
interface RecordedFinding {
  organizationId: string;
  /** Of the resource. */
  key: string;
  hash: string;
}

/**
 * Corrects what a check found of a resource whose `handling.drift` is `correct`: what it declares is sent once more, as the system,
 * by an event that repairs. Meant to be called once for each finding: an event that fails for good is not followed by another.
 * @returns false if nothing is to be done: it is handled otherwise, is under way, or the finding is another one by now
 */
export function correctDrift(core: Core, { organizationId, key, hash }: RecordedFinding): Promise<boolean> {
  return retryOnConflict(core, async () => {
    const tenant = core.db.tenant(organizationId);
    const row = await findResource(tenant, key);
    if (!row || !isFinding(row.drift) || !isCorrectable(row)) return false;
    const finding = (await readFindings(tenant, [key])).get(key);
    if (finding?.hash !== hash) return false;
    // A new finding is a new version of the row.
    if (!(await writeRow(core, asRead(organizationId, row), correction(row)))) throw new ConcurrentChange();
    return true;
  });
}

/** Whether what is found of a resource is corrected now. */
export function isCorrectable(
  row: Pick<ResourceRow, "lifecycle_state" | "deleting_since" | "paused" | "handling">,
): boolean {
  if (!isConcluded(row.lifecycle_state) || isLeaving(row) || row.paused) return false;
  return storedHandling(row)?.drift === "correct" && !isObserved(row);
}

function correction(row: ResourceRow): Change {
  const { generation } = row;
  const newEventId = newId();
  const edges = outgoingEdges(row);
  const audit = {
    actor: SYSTEM_ACTOR_JSON,
    action: "resource.apply",
    target: row.id,
    outcome: "success",
    correlationId: newEventId,
    details: JSON.stringify({ change: "UPDATE", generation, because: "drift" }),
  };
  const change = apply(
    row,
    { kind: "queue", eventType: "UPDATE", withdrawsDeletion: false },
    {
      by: { actor: SYSTEM_ACTOR_JSON, correlationId: newEventId, traceparent: null, changeId: null, audit },
      appliedBy: row.applied_by,
      content: {},
      changes: "[]",
      generation,
      newEventId,
      repairs: true,
      edges: { before: edges, after: edges },
    },
  );
  // A change that waits for the decision of its mark gets it with this event.
  const { action: _, ...effects } = change.effects;
  return { ...change, effects };
}

import { type Actor, isSettledChange } from "@pragma/contract";
import { findChange, findEndableActions, lockChange, lockGraph, lockVersions, noteEnded } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { settleIn } from "../../foundation/change-progress/settle-change.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { auditedBy, auditRecord } from "../../resources/lifecycle/states/actor.ts";
import { getChange } from "../get-change.ts";
import { changeIdOf } from "../present/change-id.ts";
import type { PresentedChange } from "../present/present-change.ts";
import { wrongStatus } from "../present/wrong-status.ts";
import { endActions } from "./end-actions.ts";

/** The fate of running handlers: they are waited for, or cancelled. */
export type Running = "wait" | "cancel";

/**
 * Ends a change that is being carried out: nothing more of it begins. What had not begun is given back, what waits between attempts
 * is cancelled, and what runs is waited for, without another attempt, or cancelled. A change that has settled is returned as it is.
 * @throws DomainError not_found, conflict for a plan
 */
export async function endChange(
  core: Core,
  context: RequestContext,
  id: string,
  running: Running = "wait",
): Promise<PresentedChange> {
  const changeId = changeIdOf(id);
  const change = await findChange(core.db.tenant(context.organizationId), changeId);
  if (!change) throw notFound("Change");
  if (change.status === "planned") throw wrongStatus(change, "ended: discard it");
  if (!isSettledChange(change.status)) await unitOfWork(core, (unit) => endOnce(unit, context, changeId, running));
  return getChange(core, context, changeId);
}

/**
 * Ends what of an ended change waits again: an attempt may have failed at the moment at which it was ended.
 * @param endedBy JSON of who ended it
 */
export function finishEnding(core: Core, organizationId: string, id: string, endedBy: string): Promise<void> {
  return unitOfWork(core, async (unit) => {
    const tenant = unit.db.tenant(organizationId);
    const open = await findEndableActions(tenant, id);
    await lockVersions(
      tenant,
      open.map(({ key }) => key),
    );
    const change = await lockChange(tenant, id);
    if (change?.status !== "applying") return;
    const { id: actorId, name } = JSON.parse(endedBy) as Actor;
    const by = { actor: endedBy, correlationId: id, traceparent: null, changeId: id };
    await endActions(unit, organizationId, { id, by, name: name ?? actorId, running: "wait", isFirst: false });
  });
}

async function endOnce(core: Core, context: RequestContext, id: string, running: Running): Promise<void> {
  const { organizationId } = context;
  const tenant = core.db.tenant(organizationId);
  // The order that all writers share: the graph, then rows by key. What it gives back may add edges.
  await lockGraph(tenant);
  const open = await findEndableActions(tenant, id);
  await lockVersions(
    tenant,
    open.map(({ key }) => key),
  );
  const change = await lockChange(tenant, id);
  if (change?.status !== "applying") return;
  await noteEnded(tenant, id, JSON.stringify(context.actor));
  const { audit: _, ...by } = auditedBy({ ...context, changeId: id }, auditRecord(context, "change.end", id));
  const name = context.actor.name ?? context.actor.id;
  await endActions(core, organizationId, { id, by, name, running, isFirst: change.ended_at === null });
  // Most often nothing of it runs: then whoever ends it reads that it is over.
  await settleIn(tenant, id);
  core.wakeUp.changeProgressed(organizationId, id);
  const details = { running };
  await recordAudit(core.db, context, { action: "change.end", target: id, outcome: "success", details });
  core.db.afterCommit(() => core.services.changeProgress.touch(organizationId, id));
}

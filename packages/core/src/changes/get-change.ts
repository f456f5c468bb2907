import { ACTIONS_SHOWN, type Change, isSettledChange } from "@pragma/contract";
import { findChange, findChangeStatus, listActions, type StoredChange } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import { Signal } from "../foundation/common/signal.ts";
import { PROGRESS_CHANNEL, progressPayload } from "../foundation/common/wake-up.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { changeIdOf } from "./present/change-id.ts";
import { findBlocked } from "./present/find-blocked.ts";
import { changeEtag, type PresentedChange, presentAction, presentSummary } from "./present/present-change.ts";

/** One change with its first actions. @throws DomainError not_found */
export async function getChange(core: Core, context: RequestContext, id: string): Promise<PresentedChange> {
  const tenant = core.db.tenant(context.organizationId);
  const changeId = changeIdOf(id);
  const row = await findChange(tenant, changeId);
  if (!row) throw notFound("Change");
  const actions = await listActions(tenant, row.id, {}, { limit: ACTIONS_SHOWN });
  const change: Change = {
    ...presentSummary(row, await blockedOf(core, context, row)),
    actions: actions.map(presentAction),
  };
  return { body: JSON.stringify(change), etag: changeEtag(row) };
}

async function blockedOf(core: Core, context: RequestContext, { id, status, ended_at }: StoredChange) {
  // A change that has ended for good waits for nothing; its retried actions may wait.
  const mayWait = status === "applying" || (status === "failed" && ended_at === null);
  return mayWait ? findBlocked(core.db.tenant(context.organizationId), id) : [];
}

/** A wait looks at least this often, in case a notification is lost. */
const LOOK_MS = 2000;

/**
 * Waits until a change has another status than `seen` or, without that, is settled; or until the time is over.
 * @throws DomainError not_found
 */
export async function waitForChange(
  core: Core,
  context: RequestContext,
  id: string,
  { seen, seconds, signal }: { seen: string | undefined; seconds: number; signal: AbortSignal },
): Promise<void> {
  const changeId = changeIdOf(id);
  const deadline = performance.now() + seconds * 1000;
  const news = new Signal();
  const mine = progressPayload(context.organizationId, changeId);
  const unlisten = core.services.listener.listen(PROGRESS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  try {
    for (;;) {
      const status = await findChangeStatus(core.db.tenant(context.organizationId), changeId);
      if (status === undefined) throw notFound("Change");
      if (seen === undefined ? isSettledChange(status) : status !== seen) return;
      const left = deadline - performance.now();
      if (left <= 0 || signal.aborted) return;
      await news.wait(Math.min(LOOK_MS, left), signal);
    }
  } finally {
    unlisten();
  }
}

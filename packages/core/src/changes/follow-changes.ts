import { type ChangeProgressEvent, type ChangeStatus, isSettledChange, readCounts } from "@pragma/contract";
import {
  type ChangeProgressRow,
  findChangesProgress,
  findChangesSettledSince,
  findOpenChanges,
} from "@pragma/db/queries";
import { LRUCache } from "lru-cache";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { Signal } from "../foundation/common/signal.ts";
import { PROGRESS_CHANNEL, progressPayload } from "../foundation/common/wake-up.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** A change whose status stays the same is told of at most this often. */
const PAUSE_MS = 500;
/** Looks at what is open at least this often, in case a notification is lost. */
const POLL_MS = 5000;
/** News of this time share a poll. */
const GATHER_MS = 50;
/** Delay after a failed poll. */
const RETRY_MS = 1000;
/** A change bears the time at which its transaction began, which may be this long before others see it. */
const OVERLAP_MS = 60_000;
/** Changes per poll. */
const BATCH = 200;
/** Changes that the reader is known to have heard of. */
const MAX_TOLD = 1000;

interface Told {
  status: ChangeStatus;
  text: string;
  /** On the monotonic clock. */
  at: number;
}

/**
 * Follows how the changes of an organization progress: each that is open at the beginning, then each that progresses, at
 * most twice a second unless its status is new. Statuses that lasted only a moment may be left out, and what was told may be
 * told again. Ends when `signal` aborts.
 * @param since also begins with the changes that have ended since then, or up to a minute before
 */
export async function* followChanges(
  core: Core,
  { organizationId }: RequestContext,
  since: Date | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangeProgressEvent[]> {
  const tenant = core.db.tenant(organizationId);
  const told = new LRUCache<string, Told>({ max: MAX_TOLD });
  const news = new Signal();
  let missedSince = since && new Date(since.getTime() - OVERLAP_MS);
  const due = new Set<string>();
  let pollAt = 0;
  const mine = progressPayload(organizationId, "");
  const unlisten = core.services.listener.listen(PROGRESS_CHANNEL, (payload) => {
    if (payload === null) pollAt = 0;
    else if (payload.startsWith(mine)) due.add(payload.slice(mine.length));
    else return;
    news.raise();
  });
  const poll = async (): Promise<ChangeProgressEvent[]> => {
    if (missedSince !== undefined) {
      for (const id of await findChangesSettledSince(tenant, missedSince, MAX_TOLD)) due.add(id);
      missedSince = undefined;
    }
    if (performance.now() >= pollAt) {
      for (const id of await findOpenChanges(tenant)) due.add(id);
      for (const [id, { status }] of told.entries()) if (!isSettledChange(status)) due.add(id);
      pollAt = performance.now() + POLL_MS;
    }
    const ids = [...due].slice(0, BATCH);
    const rows = ids.length === 0 ? [] : await findChangesProgress(tenant, ids);
    for (const id of ids) due.delete(id);
    const [tell, later] = sortOut(rows, told);
    for (const id of later) due.add(id);
    return tell;
  };
  try {
    while (!signal.aborted) {
      let wait = 0;
      try {
        const events = await poll();
        if (events.length > 0) yield events;
        if (due.size <= BATCH) wait = due.size > 0 ? PAUSE_MS : pollAt - performance.now();
      } catch (err) {
        core.services.logger.warn({ err }, "the progress of changes could not be read");
        wait = RETRY_MS;
      }
      await new Signal().wait(GATHER_MS, signal);
      if (wait > 0) await news.wait(wait, signal);
    }
  } finally {
    unlisten();
  }
}

/** Events to send now, and the ids of changes that wait, since they were sent a moment ago. */
function sortOut(rows: readonly ChangeProgressRow[], told: LRUCache<string, Told>): [ChangeProgressEvent[], string[]] {
  const now = performance.now();
  const tell: ChangeProgressEvent[] = [];
  const later: string[] = [];
  for (const { counts, ...row } of rows) {
    const event: ChangeProgressEvent = { ...row, counts: readCounts(counts) };
    const text = JSON.stringify(event);
    const last = told.get(row.id);
    if (last?.text === text) continue;
    if (last?.status === row.status && now - last.at < PAUSE_MS) later.push(row.id);
    else {
      told.set(row.id, { status: row.status, text, at: now });
      tell.push(event);
    }
  }
  return [tell, later];
}

import {
  EXPIRING_TABLES,
  type PruneStep,
  pruneAuditEntries,
  pruneEvents,
  pruneExpired,
  pruneResourceChanges,
} from "@pragma/db/maintenance";
import { pruneBuilds } from "../providers/prune-builds.ts";
import type { Core } from "../unit-of-work/core.ts";
import { pruneLogs } from "./prune-logs.ts";

/** Rows of one statement: short enough to hold up nobody. */
const BATCH = 5000;

/** What an operator may say about how long things are kept. */
export interface Retention {
  /** Days that audit entries are kept; 0 for good. */
  auditDays: number;
  /** Days that settled events and the history of resources are kept; 0, or left out, for good. */
  historyDays?: number;
}

/**
 * Deletes what has served its time: what says itself when it is over (`EXPIRING_TABLES`), old builds of providers, logs of
 * resources that are gone, old history and old audit entries. Events with a dead letter stay. Meant to run now and then on any worker; several at once do no harm.
 *
 * Each kind is on its own: one that cannot be deleted does not keep the others.
 * @param signal ends it between two statements
 * @throws AggregateError of what went wrong, once all kinds had their turn
 */
export async function prune(core: Core, retention: Retention, signal?: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const [kind, pruneKind] of Object.entries(kinds(core, retention, signal))) {
    if (signal?.aborted) break;
    try {
      await pruneKind();
    } catch (error) {
      core.services.logger.error({ err: error, kind }, "what has served its time could not be deleted");
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Not all could be deleted that has served its time");
}

function kinds(
  core: Core,
  { auditDays, historyDays = 0 }: Retention,
  signal: AbortSignal | undefined,
): Record<string, () => Promise<unknown>> {
  const { db } = core;
  const isOver = (): boolean => signal?.aborted === true;
  const untilDone = async (pruneBatch: () => Promise<number>): Promise<void> => {
    while ((await pruneBatch()) === BATCH && !isOver());
  };
  /** Steps from the old end of a table to where `goesOn` says no. */
  const walk = async (
    next: (after: string | null) => Promise<PruneStep>,
    goesOn: (step: PruneStep) => boolean,
  ): Promise<void> => {
    let step = await next(null);
    while (step.looked === BATCH && goesOn(step) && !isOver()) step = await next(step.last);
  };
  const untilYoung = ({ deleted }: PruneStep): boolean => deleted > 0;
  return {
    ...Object.fromEntries(
      EXPIRING_TABLES.map((table) => [table, () => untilDone(() => pruneExpired(db, table, BATCH))]),
    ),
    builds: () => pruneBuilds(core),
    ...(auditDays > 0 && {
      auditEntries: () => walk((after) => pruneAuditEntries(db, auditDays, after, BATCH), untilYoung),
    }),
    ...(historyDays > 0 && {
      events: () =>
        walk(
          (after) => pruneEvents(db, historyDays, after, BATCH),
          () => true,
        ),
      resourceChanges: () => walk((after) => pruneResourceChanges(db, historyDays, after, BATCH), untilYoung),
    }),
    logs: () => pruneLogs(core, signal),
  };
}

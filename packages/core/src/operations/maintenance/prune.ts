import {
  EXPIRING_TABLES,
  type PruneStep,
  pruneAppliedChanges,
  pruneAuditEntries,
  pruneEvents,
  pruneExpired,
  prunePlans,
  pruneQuestions,
  pruneResourceChanges,
} from "@pragma/db/maintenance";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { pruneBuilds } from "../../providers/prune-builds.ts";
import { pruneLogs } from "./prune-logs.ts";

/** Rows per statement: few enough to block nobody. */
const BATCH = 5000;
/** Changes per statement: thousands of actions may go with each. */
const CHANGES = 50;
/** How long a plan that was never applied can be looked at. */
const PLAN_DAYS = 7;

/** The retention times that an operator may set. */
export interface Retention {
  /** Days that audit entries are kept; 0 for ever. */
  auditDays: number;
  /** Days that settled events and the history of resources are kept; 0, or omitted, for ever. */
  historyDays?: number;
}

/**
 * Deletes expired data: rows with an expiry of their own (`EXPIRING_TABLES`), questions that no worker took, old builds of
 * providers, logs of resources that are gone, plans that were never applied, old history with its changes, and old audit
 * entries. Events with a dead letter stay. Meant to run periodically
 * on any worker; concurrent runs do no harm.
 *
 * Each kind is independent: one that cannot be deleted does not block the others.
 * @param signal stops it between two statements
 * @throws AggregateError with all failures, once all kinds have had their turn
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
  /** Walks from the old end of a table until `goesOn` returns false. */
  const walk = async (
    next: (after: string | null) => Promise<PruneStep>,
    goesOn: (step: PruneStep) => boolean,
    batch = BATCH,
  ): Promise<void> => {
    let step = await next(null);
    while (step.looked === batch && goesOn(step) && !isOver()) step = await next(step.last);
  };
  const untilYoung = ({ deleted }: PruneStep): boolean => deleted > 0;
  return {
    ...Object.fromEntries(
      EXPIRING_TABLES.map((table) => [table, () => untilDone(() => pruneExpired(db, table, BATCH))]),
    ),
    questions: () => untilDone(() => pruneQuestions(db, BATCH)),
    builds: () => pruneBuilds(core),
    plans: () =>
      walk(
        (after) => prunePlans(db, PLAN_DAYS, after, CHANGES),
        () => true,
        CHANGES,
      ),
    ...(auditDays > 0 && {
      auditEntries: () => walk((after) => pruneAuditEntries(db, auditDays, after, BATCH), untilYoung),
    }),
    ...(historyDays > 0 && {
      events: () =>
        walk(
          (after) => pruneEvents(db, historyDays, after, BATCH),
          () => true,
        ),
      appliedChanges: () =>
        walk(
          (after) => pruneAppliedChanges(db, historyDays, after, CHANGES),
          () => true,
          CHANGES,
        ),
      resourceChanges: () => walk((after) => pruneResourceChanges(db, historyDays, after, BATCH), untilYoung),
    }),
    logs: () => pruneLogs(core, signal),
  };
}

import {
  pruneAuditEntries,
  pruneEvents,
  pruneIdempotencyKeys,
  pruneInvitations,
  pruneLoginCodes,
  pruneLogins,
  pruneLogsOfGoneResources,
  pruneOpenStreams,
  pruneProviderCalls,
  pruneRateLimitWindows,
  pruneResourceChanges,
  pruneSessionRevocations,
  pruneSignInAttempts,
} from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { pruneBuilds } from "../providers/prune-builds.ts";

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
 * Deletes what has served its time: answers kept for safe retries after a day, rate-limit windows, used and expired
 * codes, ended sessions and logins, invitations a month after their end, counts of attempts to sign in, streams of
 * dead replicas, abandoned questions to providers, logs of resources that are gone, old builds of providers, old history and old audit entries.
 * Events with a dead letter stay. Meant to run now and then on any worker; several at once do no harm.
 */
export async function prune(core: Core, { auditDays, historyDays = 0 }: Retention): Promise<void> {
  const { db } = core;
  await pruneRateLimitWindows(db);
  await pruneLoginCodes(db);
  await pruneSessionRevocations(db);
  await pruneLogins(db);
  await pruneInvitations(db);
  await pruneSignInAttempts(db);
  await pruneOpenStreams(db);
  await pruneProviderCalls(db);
  await untilDone(() => pruneIdempotencyKeys(db, BATCH));
  await untilDone(() => pruneLogsOfGoneResources(db, BATCH));
  await pruneBuilds(core);
  if (auditDays > 0) await untilDone(() => pruneAuditEntries(db, auditDays, BATCH));
  if (historyDays === 0) return;
  await untilDone(() => pruneEvents(db, historyDays, BATCH));
  await untilDone(() => pruneResourceChanges(db, historyDays, BATCH));
}

async function untilDone(pruneBatch: () => Promise<number>): Promise<void> {
  while ((await pruneBatch()) === BATCH);
}

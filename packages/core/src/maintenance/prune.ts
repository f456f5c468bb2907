import {
  pruneAuditEntries,
  pruneIdempotencyKeys,
  pruneLoginCodes,
  pruneLogsOfGoneResources,
  pruneProviderCalls,
  pruneRateLimitWindows,
  pruneSessionRevocations,
} from "@pragma/db/queries";
import type { Core } from "../core.ts";

/** Rows of one statement: short enough to hold up nobody. */
const BATCH = 5000;

export interface Retention {
  /** Days that audit entries are kept. */
  auditDays: number;
}

/**
 * Deletes what has served its time: answers kept for safe retries after a day, rate-limit windows, used and expired
 * codes, ended sessions, abandoned questions to providers, logs of resources that are gone, and old audit entries. Meant
 * to run every few minutes on any worker; several at once do no harm.
 */
export async function prune(core: Core, { auditDays }: Retention): Promise<void> {
  const { db } = core;
  await pruneRateLimitWindows(db);
  await pruneLoginCodes(db);
  await pruneSessionRevocations(db);
  await pruneProviderCalls(db);
  await untilDone(() => pruneIdempotencyKeys(db, BATCH));
  await untilDone(() => pruneLogsOfGoneResources(db, BATCH));
  await untilDone(() => pruneAuditEntries(db, auditDays, BATCH));
}

async function untilDone(pruneBatch: () => Promise<number>): Promise<void> {
  while ((await pruneBatch()) === BATCH);
}

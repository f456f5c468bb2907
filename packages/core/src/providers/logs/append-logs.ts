import type { LogEntry } from "@pragma/contract";
import { insertLogs, trimLogs } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { boundLog } from "./bounds.ts";

/** Lines kept per resource; up to a few hundred more until the next trim. */
export const KEPT_LINES = 10_000;

/** Lines that a provider wrote about a resource. */
export interface NewLogs {
  organizationId: string;
  resourceKey: string;
  /** The event during which they were written. */
  eventId: string | null;
  /** The number of its attempt, from 1; null if they were written in none. */
  attempt?: number | null;
  entries: readonly LogEntry[];
}

/**
 * Stores lines in order: messages up to 16,384 characters, the last 10,000 lines per resource. Sensitive values must
 * have been redacted already. Do not call it inside a longer transaction: it blocks other log writes for the resource.
 */
export async function appendLogs(core: Core, logs: NewLogs): Promise<void> {
  if (logs.entries.length === 0) return;
  const tenant = core.db.tenant(logs.organizationId);
  const { resourceKey, eventId, attempt = null } = logs;
  const due = await insertLogs(tenant, resourceKey, { eventId, attempt }, logs.entries.map(boundLog));
  core.wakeUp.logged(logs.organizationId, logs.resourceKey);
  if (due) await trimLogs(tenant, logs.resourceKey, KEPT_LINES);
}

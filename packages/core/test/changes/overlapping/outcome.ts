import { isDeepStrictEqual } from "node:util";
import type { Change, ChangeAction, ChangeCounts } from "@pragma/contract";
import { checkFollowers } from "./followers.ts";
import { violated } from "./invariants.ts";
import type { Applied, Ledger } from "./ledger.ts";
import { keyOf, keyOfAction } from "./requests.ts";
import type { Row } from "./rows.ts";
import type { Run } from "./run.ts";

/** Compares every change's report with what happened. */
export async function checkOutcome(run: Run): Promise<void> {
  const rows = await run.rows();
  for (const change of await run.shown()) {
    const applied = run.ledger.applied.get(change.id) as Applied;
    try {
      checkStatus(change);
      checkCounts(change);
      for (const action of change.actions) checkAction(run, change, applied, action, rows);
      if (change.status === "succeeded" && applied.request) checkDeclared(run, change, applied, rows);
      checkFollowers(run, change, applied);
    } catch (error) {
      if (error instanceof Error)
        error.message = `${applied.name}: ${error.message}\n${JSON.stringify(change, null, 1)}`;
      throw error;
    }
  }
  checkValues(rows);
  run.reality.check(rows);
}

function checkStatus({ status, actions, ended_at, blocked, settled_at }: Change): void {
  if (!["succeeded", "failed"].includes(status)) violated(`is ${status}`);
  if (settled_at === null) violated("has no time of its end");
  const open = actions.filter(({ state }) => state === "waiting" || state === "running" || state === undefined);
  if (open.length > 0) violated(`is ${status}, and ${open.map(keyOfAction).join()} open`);
  const failed = actions.some(({ state }) => state === "failed");
  if (status === "succeeded" && failed) violated("succeeded, and an action failed");
  if (status === "failed" && !failed && ended_at === null) violated("failed, and no action did");
  if (status === "succeeded" && (blocked.length > 0 || ended_at !== null))
    violated("succeeded, and was blocked or ended");
}

function checkCounts({ counts, actions }: Change): void {
  const counted: Record<string, number> = {};
  for (const { action, state, event_id, attempts } of actions) {
    const kind = action === "follow" && state === "succeeded" && !event_id && !attempts ? "checked" : action;
    counted[kind] = (counted[kind] ?? 0) + 1;
  }
  const said = Object.fromEntries(
    Object.entries(counts as ChangeCounts).filter(([kind, count]) => kind !== "unchanged" && count > 0),
  );
  if (!isDeepStrictEqual(said, counted)) {
    const sort = (one: object) => JSON.stringify(Object.entries(one).sort());
    if (sort(said) !== sort(counted)) violated(`counts ${sort(said)}, and has ${sort(counted)}`);
  }
}

/** An action ends as its event did. */
function checkAction(
  { ledger }: Run,
  change: Change,
  { at, name, endedAt }: Applied,
  action: ChangeAction,
  rows: ReadonlyMap<string, Row>,
): void {
  const key = keyOfAction(action);
  const { state, event_id: event, changes, attempts } = action;
  const fate = event ? ledger.fates.get(event) : undefined;
  const is = `${key}: ${action.action} ${state}, its event ${event} ended as ${fate}`;
  if (fate === "unknown") return;
  if (state === "succeeded") {
    if (event && fate !== "succeeded" && !(fate === undefined && action.action === "delete")) violated(is);
    // One that ran before it was looked at shows what it was to run with.
    if (!event && !attempts && action.action === "follow" && changes.length > 0)
      violated(`${is}: checked, with changes`);
    const writesConfig = changes.some(({ path }) => path.startsWith("config"));
    // A mark that comes while its event runs takes the place of that.
    const ran = ledger.answered.some((one) => one.claim.key === key && one.at > at && one.outcome.kind === "succeeded");
    const isWritten = writesConfig && ["create", "update"].includes(action.action);
    if (!event && isWritten && !ran) violated(`${is}: nothing carried it out`);
  } else if (state === "failed") {
    checkFailed(ledger, change, { at, name, endedAt }, action, is);
  } else if (state === "superseded") {
    if (endedAt === null && !ledger.wasTouchedSince(key, at, name) && rows.has(key)) violated(`${is}: by nobody`);
  }
}

/** It failed by its event, or waits below what failed. */
function checkFailed(
  ledger: Ledger,
  change: Change,
  { at, name, endedAt }: Pick<Applied, "at" | "name" | "endedAt">,
  action: ChangeAction,
  is: string,
): void {
  const event = action.event_id;
  const fate = event ? ledger.fates.get(event) : undefined;
  const below =
    change.blocked.some(({ resource }) => resource === action.resource.id) || hasFailedSource(change, action);
  const handed = ledger.handed.some(({ eventId }) => eventId === event);
  const failed = fate !== undefined && ["failed", "rejected", "replace-needed", "lost", "cancelled"].includes(fate);
  if (!failed && !below && handed) violated(is);
  // The awaited resource may be another one by now.
  const isWaiting = below || ledger.wasTouchedSince(keyOfAction(action), at, name);
  if (!event && !isWaiting && endedAt === null) violated(`${is}: nothing failed`);
}

/**
 * A follower whose value never came stays failed, though others may have brought one since, or have taken over what stands between it and
 * the failure.
 */
function hasFailedSource(change: Change, { action, because }: ChangeAction): boolean {
  if (action !== "follow") return false;
  const source = change.actions.find((one) => one.resource.id === because.from);
  return source?.state === "failed" || (source?.state === "superseded" && hasFailedSource(change, source));
}

/** A declared resource is as its change has it, unless somebody has changed it since. */
function checkDeclared(
  { ledger }: Run,
  change: Change,
  { request, at, name: own }: Applied,
  rows: ReadonlyMap<string, Row>,
): void {
  for (const { name, config, tags, lifecycle_state } of request?.documents ?? []) {
    const key = keyOf(name);
    if (ledger.wasTouchedSince(key, at, own)) continue;
    const row = rows.get(key);
    if (!row) violated(`declares ${key}, which is gone`);
    if (row.config !== JSON.stringify(config)) violated(`declares ${key} as ${JSON.stringify(config)}: ${row.config}`);
    if (tags && !isDeepStrictEqual(row.tags, tags)) violated(`declares tags of ${key}: ${row.tags}`);
    if (request?.set && row.set !== request.set) violated(`declares ${key} in ${request.set}: ${row.set}`);
    const isDraft = row.lifecycle_state === "draft";
    const isStaged = change.actions.some((action) => action.action === "stage" && keyOfAction(action) === key);
    // A draft that says what waits already, or what runs, stages nothing.
    if (isDraft ? lifecycle_state !== "draft" : isStaged) violated(`declares ${key}, which is ${row.lifecycle_state}`);
  }
  for (const { resource } of request?.delete ?? []) {
    const key = resource.slice("resource:".length).replaceAll("_", "/");
    if (!ledger.wasTouchedSince(key, at, own) && rows.has(key)) violated(`deleted ${key}, which is there`);
  }
}

/** A ready resource ran with what its dependencies give now. */
function checkValues(rows: ReadonlyMap<string, Row>): void {
  for (const row of rows.values()) {
    if (row.lifecycle_state !== "ready" || row.is_stale || row.is_leaving) continue;
    const config = JSON.parse(row.config) as Record<string, unknown>;
    const ran = JSON.parse(row.applied_config ?? "{}") as Record<string, unknown>;
    for (const [field, value] of Object.entries(config)) {
      const [, source = "", output = ""] = /^\$\{([^.}]+)\.outputs\.(\w+)\}$/.exec(String(value)) ?? [];
      const from = rows.get(source);
      const now = source === "" ? value : (JSON.parse(from?.outputs ?? "{}") as Record<string, unknown>)[output];
      if (String(value).includes(".config.") || (source !== "" && !from)) continue;
      if (ran[field] !== now) violated(`${row.key} is ready with ${field} ${ran[field]}, which is ${now}`);
    }
  }
}

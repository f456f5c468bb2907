import type { Change, ChangeAction } from "@pragma/contract";
import type { Row } from "./rows.ts";
import type { Thing, Things } from "./things.ts";
import { violated } from "./violated.ts";

/** Resources and things at one moment. */
export interface Moment {
  rows: ReadonlyMap<string, Row>;
  things: ReadonlyMap<string, Thing>;
}

export function momentOf(rows: ReadonlyMap<string, Row>, things: Things): Moment {
  return { rows, things: new Map(things.all().map((thing) => [thing.title, { ...thing }])) };
}

const keyOfAction = ({ resource: { provider, resource, name } }: ChangeAction): string =>
  `${provider}/${resource}/${name}`;

/** A thing has one resource; what is ready is there as declared; and what was made by nobody, or for nobody that is left, is not. */
export function checkReality({ rows, things }: Moment, { leaks }: { leaks: boolean }): void {
  const managed = new Map<string, string>();
  for (const { key, identity, provisioned, lifecycle_state: state, outputs, ran, isStale } of rows.values()) {
    if (provisioned && identity !== null) {
      const other = managed.get(identity);
      if (other !== undefined) violated(`${identity} is managed by ${other} and by ${key}`);
      managed.set(identity, key);
    }
    if (state !== "ready" || isStale) continue;
    const thing = things.get(ran?.title ?? "");
    if (!thing) violated(`${key} is ready, and ${ran?.title} is not there`);
    if (identity !== thing.title) violated(`${key} is ${thing.title}, and says that it is ${identity}`);
    if (thing.serial !== outputs?.serial) violated(`${key} has made ${thing.title} again, and does not know it`);
    if (thing.kind !== ran?.kind || thing.content !== ran.content)
      violated(`${key} is ready as ${JSON.stringify(ran)}, and there is ${JSON.stringify(thing)}`);
  }
  if (leaks) return;
  const ids = new Set([...rows.values()].map(({ id }) => id));
  for (const { title, madeBy } of things.values())
    if (madeBy !== null && !ids.has(madeBy) && !managed.has(title)) violated(`${title} was left behind by ${madeBy}`);
}

/** Compares what a plan said, action by action, with what became of the resources and of the things. */
export function checkPlanned(plan: Change, before: Moment, after: Moment): void {
  for (const action of plan.actions) {
    const key = keyOfAction(action);
    const row = after.rows.get(key);
    if (action.action === "delete") checkDeleted(key, before, after);
    else if (action.action === "adopt") checkAdopted(action, row, before, after);
    else if (row?.lifecycle_state === "ready") checkDone(action, row, before, after);
    else checkReason(action, row);
  }
}

/** What was provisioned is gone with its thing; anything else leaves the thing alone. */
function checkDeleted(key: string, before: Moment, after: Moment): void {
  const row = before.rows.get(key);
  if (after.rows.has(key)) {
    // What uses it still does while it waits, or failed, to do without.
    if (![...after.rows.values()].some((row) => row.key !== key && ["failed", "pending"].includes(row.lifecycle_state)))
      violated(`${key} was to be deleted`);
    return;
  }
  if (!row?.provisioned || row.outputs === null) return;
  const { serial } = row.outputs;
  if ([...after.things.values()].some((thing) => thing.serial === serial))
    violated(`the thing of ${key} is still there`);
}

/** The very thing that was there is the resource's now, changed in what the plan named, and not at all if that was nothing. */
function checkAdopted(action: ChangeAction, row: Row | undefined, before: Moment, after: Moment): void {
  const key = keyOfAction(action);
  if (row?.lifecycle_state !== "ready") {
    checkReason(action, row);
    return;
  }
  const [was, is] = [before.things.get(row.config.title), after.things.get(row.config.title)];
  if (!was || !is) violated(`${key} took over ${row.config.title}, which is not there`);
  if (was.serial !== is.serial) violated(`${key} was to take over ${was.title}, and it was made anew`);
  const isUnknown = action.changes.some(({ unknown }) => unknown !== undefined);
  if (isUnknown) return;
  const updates = is.updates - was.updates;
  const expected = action.changes.length > 0 ? 1 : 0;
  if (updates !== expected) violated(`${key} was to be updated ${expected} times, and was ${updates} times`);
  for (const { path, before: old, after: wanted } of action.changes)
    if (path !== "config.content" || old !== was.content || wanted !== is.content)
      violated(`the plan said of ${key} ${path}: ${old} → ${wanted}, and it was ${was.content} → ${is.content}`);
}

function checkDone(action: ChangeAction, row: Row, before: Moment, after: Moment): void {
  const key = keyOfAction(action);
  const old = before.rows.get(key)?.outputs?.serial;
  const now = row.outputs?.serial;
  switch (action.action) {
    case "create":
      if ([...before.things.values()].some(({ serial }) => serial === now))
        violated(`${key} was to be made, and took what was there`);
      break;
    case "replace":
      if (old !== undefined && old === now) violated(`${key} was to be replaced, and was not`);
      if ([...after.things.values()].some(({ serial }) => serial === old)) violated(`the old thing of ${key} is there`);
      break;
    case "update":
    case "follow":
      // What waited may go on as another change wanted it.
      if (before.rows.get(key)?.lifecycle_state === "ready" && old !== now)
        violated(`${key} was to be updated, and was made anew`);
      break;
    default:
      violated(`${action.action} was applied`);
  }
}

const REASONS = [
  /exists already\. To take it over/,
  /is managed by resource:/,
  /There is no thing/,
  /is another one there, and cannot be changed/,
  /The config names the thing/,
];

/** What did not succeed failed for a reason that nobody could foresee, or waits for such. */
function checkReason(action: ChangeAction, row: Row | undefined): void {
  const key = keyOfAction(action);
  if (!row) violated(`${key} is gone, and was to be there: ${action.action}`);
  if (row.lifecycle_state === "pending" || row.isStale) return;
  if (row.lifecycle_state !== "failed" || !REASONS.some((reason) => reason.test(row.error ?? "")))
    violated(`${key} was to ${action.action}, and is ${row.lifecycle_state}: ${row.error}`);
}

/** Undoing a change leaves in place whatever it took over. */
export function checkForgotten(adopted: readonly Thing[], { things }: Moment): void {
  for (const { title, serial } of adopted)
    if (things.get(title)?.serial !== serial) violated(`undoing an adoption has taken ${title} away`);
}

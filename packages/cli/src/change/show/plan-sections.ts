import { isFailedAction } from "@pragma/contract/change-values";
import { groupBy } from "@pragma/language";
import type { Change, ChangeAction } from "@pragma/sdk";
import { actionCount } from "./action-count.ts";
import { type ActionView, actionLines, type PlaceOf } from "./action-lines.ts";
import { actionName } from "./action-name.ts";
import type { PlanLine, Sign } from "./plan-line.ts";

/** Followers shown one by one; the others are counted. */
const MOST_FOLLOWERS = 10;
/** So are those whose secrets are not compared. */
const MOST_UNCOMPARED = 10;
/** With more resources to create than this, their fields are not shown: they are in the files. */
const MOST_WITH_FIELDS = 50;

/** Resources of a plan under a title, each as its lines. */
export interface Section {
  title: string | null;
  blocks: PlanLine[][];
}

/** A change, and what is needed to show it. */
export interface Plan {
  change: Change;
  /** All of its actions, or as many as were read. */
  actions: readonly ChangeAction[];
  placeOf: PlaceOf;
}

/**
 * A plan by waves: what is declared and deleted, then the first of those that follow, how many others follow, and what is
 * refused. What has the same wave can run at once.
 */
export function planSections({ change, actions, placeOf }: Plan): Section[] {
  const view: ActionView = {
    change,
    placeOf,
    nameOf: namesIn(actions),
    brief: change.counts.create > MOST_WITH_FIELDS,
  };
  const refused = actions.filter(({ action }) => action === "refuse");
  const followers = actions.filter(({ action }) => action === "follow").sort(byInterest);
  const shown = new Set(followers.slice(0, MOST_FOLLOWERS));
  const uncompared = actions.filter(({ action }) => action === "uncompared");
  for (const one of uncompared.slice(0, MOST_UNCOMPARED)) shown.add(one);
  const rest = actions.filter(
    (one) => one.action !== "refuse" && ((one.action !== "follow" && one.action !== "uncompared") || shown.has(one)),
  );
  const waves = [...groupBy(rest, ({ wave }) => wave)].sort(([a], [b]) => a - b);
  const sections: Section[] = waves.map(([wave, some]) => ({
    title: waves.length > 1 ? `Wave ${wave + 1}` : null,
    blocks: some.map((action) => actionLines(action, view)),
  }));
  const notes: PlanLine[] = [];
  const noteMore = (sign: Sign, more: number, what: string): void => {
    if (more > 0) notes.push({ sign, depth: 0, text: `and ${more.toLocaleString("en")} ${what}`, dim: true });
  };
  noteMore("→", change.counts.follow - Math.min(followers.length, MOST_FOLLOWERS), "that follow");
  noteMore("?", uncompared.length - MOST_UNCOMPARED, "that are not compared");
  const unread = actionCount(change.counts) - actions.length - Math.max(0, change.counts.follow - followers.length);
  noteMore("", unread, "more");
  if (notes.length > 0) sections.push({ title: null, blocks: [notes] });
  if (refused.length > 0)
    sections.push({ title: "Refused", blocks: refused.map((action) => actionLines(action, view)) });
  return sections;
}

/** Those of which more is known, or that are doubtful, first. */
function byInterest(a: ChangeAction, b: ChangeAction): number {
  return rankOf(a) - rankOf(b) || a.wave - b.wave;
}

function rankOf(action: ChangeAction): number {
  const { warnings, changes } = action;
  if (isFailedAction(action)) return 0;
  if (warnings.length > 0) return 1;
  return changes.some(({ unknown }) => unknown === undefined) ? 2 : 3;
}

/** Names by id, `provider/type/name`; of resources outside the change as far as the id tells. */
export function namesIn(actions: readonly ChangeAction[]): (id: string) => string {
  const names = new Map(actions.map((action) => [action.resource.id, actionName(action)]));
  return (id) => names.get(id) ?? ONLY_NAME.exec(id)?.slice(1).join("/") ?? id;
}

/** An id that only one name has: of more parts, the type or the name may have the others. */
const ONLY_NAME = /^resource:([^_]+)_([^_]+)_([^_]+)$/;

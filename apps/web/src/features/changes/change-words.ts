import {
  ACTION_KINDS,
  actionSign,
  type ChangeAction,
  type ChangeCounts,
  type ChangeSource,
  type ChangeStatus,
  type ChangeSummary,
  doesWords,
  type OutcomeCount,
  type ShownKind,
  toDoWords,
} from "@pragma/contract";
import type { Tone } from "~/components/ui/badge.tsx";
import { durationWords } from "~/lib/duration-words.ts";

export const STATUS_TONES: Record<ChangeStatus, Tone> = {
  planned: "accent",
  applying: "info",
  succeeded: "success",
  failed: "danger",
  discarded: "neutral",
  expired: "neutral",
  stale: "warning",
};

/** Explanations of statuses whose word alone does not say it. */
export const STATUS_WORDS: Partial<Record<ChangeStatus, string>> = {
  discarded: "This plan was discarded. Nothing was applied.",
  expired: "This plan expired before it was applied. Plan again.",
  stale: "Resources have changed since this plan. Nothing was applied: plan again.",
};

const TONES: Record<ShownKind, Tone> = {
  create: "success",
  update: "info",
  replace: "warning",
  adopt: "info",
  stage: "neutral",
  delete: "danger",
  follow: "stale",
  uncompared: "neutral",
  refuse: "danger",
};

export interface CountPiece {
  kind: ShownKind;
  sign: string;
  count: number;
  /** Such as "2 to create". */
  words: string;
  tone: Tone;
}

/** The counts of a change, without those that are zero. */
export function countPieces(counts: ChangeCounts): CountPiece[] {
  return ACTION_KINDS.filter(({ kind }) => counts[kind] > 0).map(({ kind, sign }) => {
    const count = counts[kind];
    return { kind, sign, tone: TONES[kind], count, words: toDoWords({ [kind]: count }).join() };
  });
}

/** All of it in a sentence without an end. */
export function countWords(counts: ChangeCounts): string {
  return toDoWords(counts).join(", ") || "nothing to do";
}

/** Says how applying a plan treats the secrets that it did not compare. */
export function uncomparedWords(count: number): string {
  const some = count === 1 ? "1 resource has" : `${count.toLocaleString("en")} resources have`;
  return `${some} secrets that were not compared, because the author of this plan may not read them. Applying it compares them, and updates only what differs.`;
}

/** The warnings of a plan, shown before it is applied; null if there are none. */
export function warningsWords(actions: readonly Pick<ChangeAction, "warnings">[]): string | null {
  const warnings = actions.flatMap((action) => action.warnings);
  const [first] = warnings;
  if (first === undefined) return null;
  if (warnings.length === 1) return `1 warning: ${first}`;
  return `${warnings.length.toLocaleString("en")} warnings, the first: ${first}`;
}

/** How an action is called in a list. */
export function actionWords(kind: ShownKind): { sign: string; word: string; tone: Tone } {
  const known = ACTION_KINDS.find((one) => one.kind === kind);
  return { sign: actionSign(kind), word: known?.verb ?? kind, tone: known ? TONES[kind] : "neutral" };
}

/** The counts of a planned change, or of one that was never applied. */
export function plannedWords({ status, counts }: Pick<ChangeSummary, "status" | "counts">): string {
  return status === "planned" ? countWords(counts) : `not applied: ${doesWords(counts)}`;
}

type BecauseOf = Pick<ChangeAction, "action" | "because"> & { changes?: readonly unknown[] };

/** Why an action is part of the change, if it is not that a document asks for it. */
export function becauseWords({ action, because: { kind, path }, changes = [] }: BecauseOf) {
  switch (kind) {
    case "declared":
      if (action === "replace") return "it is deleted, then created anew";
      if (action !== "adopt") return null;
      return changes.length === 0 ? "it is taken over as it is: nothing is sent" : "it is taken over, then changed";
    case "set":
      return action === "update" ? "it joins the set" : "it is in the set and not declared";
    case "propagated":
      return path ? `its ${path} uses` : "it uses";
    case "drift":
      return "it was changed outside Pragma";
    case "owner":
      return "the last of its owners goes:";
    default:
      return action === "update" ? "it keeps the values that it took from" : "it depends on";
  }
}

/** Where a change comes from, as it may be shown. */
export interface ShownSource {
  /** Such as `commit 01234567`, `git main`, or `dashboard`. */
  words: string;
  kind: string;
  ref: string | null;
  /** An http(s) address to link to, the text of the link, and where it leads, which the source's own words do not tell. */
  link: { href: string; text: string; host: string } | null;
}

/** The address is untrusted: it is a link only with http or https, and without a login in it; its text tells where it leads. */
export function shownSource({ kind, ref, url }: ChangeSource): ShownSource {
  const isCommit = ref !== undefined && /^[0-9a-f]{40,64}$/.test(ref);
  // A commit's id is long, and its beginning is enough to find it.
  const short = isCommit ? ref.slice(0, 8) : ref;
  const words = short === undefined ? kind : `${isCommit ? "commit" : kind} ${short}`;
  return { words, kind, ref: short ?? null, link: url === undefined ? null : linkTo(url) };
}

function linkTo(url: string): ShownSource["link"] {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname, search, hash, username, password, href } = new URL(url);
  if (!["http:", "https:"].includes(protocol) || username !== "" || password !== "") return null;
  return { href, host, text: `${host}${pathname === "/" ? "" : pathname}${search}${hash}` };
}

/**
 * The outcomes of a change that may still run. Actions waiting for something that does not come by itself are blocked.
 * @param blocked how many of its actions are
 */
export function standingOf(outcomes: readonly OutcomeCount[], blocked: number): OutcomeCount[] {
  let left = blocked;
  return outcomes.flatMap((some): OutcomeCount[] => {
    if (some.outcome !== "open") return [some];
    const count = Math.min(left, some.count);
    left -= count;
    return [
      { ...some, count: some.count - count },
      { ...some, outcome: "blocked", count },
    ];
  });
}

/** How much of a change is done, failed ones included, and how much is left since nobody begins it any more. */
export function sharesOf({ total, outcomes }: { total: number; outcomes: readonly OutcomeCount[] }) {
  const countOf = (...some: OutcomeCount["outcome"][]): number =>
    outcomes.reduce((sum, { outcome, count }) => (some.includes(outcome) ? sum + count : sum), 0);
  const failed = countOf("failed");
  return { total, done: failed + countOf("succeeded", "superseded"), failed, left: countOf("not_begun", "blocked") };
}

/** How far a change has come. */
export function progressWords({ total, done }: { total: number; done: number }): string {
  return `${done.toLocaleString("en")} of ${total.toLocaleString("en")} done`;
}

/** How long a change took from its apply to its end; null for what was not applied, or still runs. */
export function tookWords({ applied_at, settled_at }: Pick<ChangeSummary, "applied_at" | "settled_at">): string | null {
  if (applied_at === null || settled_at === null) return null;
  return durationWords(Date.parse(settled_at) - Date.parse(applied_at));
}

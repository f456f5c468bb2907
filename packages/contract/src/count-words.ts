import type { ChangeCounts } from "./change.ts";

/**
 * The kinds of actions in the order in which they are shown, each with its sign and its verb. Command and dashboard take both from
 * here. The command bundles this file, so it imports nothing but types.
 */
export const ACTION_KINDS = [
  { kind: "create", sign: "+", verb: "create" },
  { kind: "update", sign: "~", verb: "update" },
  { kind: "replace", sign: "±", verb: "replace" },
  { kind: "adopt", sign: "←", verb: "adopt" },
  { kind: "stage", sign: "○", verb: "save as draft" },
  { kind: "delete", sign: "-", verb: "delete" },
  { kind: "follow", sign: "→", verb: "follow" },
  { kind: "uncompared", sign: "?", verb: "compare" },
  { kind: "refuse", sign: "!", verb: "refused" },
] as const satisfies readonly { kind: keyof ChangeCounts; sign: string; verb: string }[];

export type ShownKind = (typeof ACTION_KINDS)[number]["kind"];
export type ActionSign = (typeof ACTION_KINDS)[number]["sign"];

/** Kinds that are counted, and how a number of each is said. */
type CountWords = readonly (readonly [kind: keyof ChangeCounts, words: (count: string) => string])[];

/** Words for what a plan is to do, in the order of the kinds. */
const TO_DO: CountWords = [
  ...ACTION_KINDS.map(({ kind, verb }) => {
    return [kind, (count: string) => (kind === "refuse" ? `${count} ${verb}` : `${count} to ${verb}`)] as const;
  }),
  ["checked", (count) => `${count} checked`],
  ["unchanged", (count) => `${count} unchanged`],
];

/** Words for orders, by kind: of some. */
const ORDERS: CountWords = [
  ["create", (count) => `create ${count}`],
  ["update", (count) => `update ${count}`],
  ["replace", (count) => `replace ${count}`],
  ["adopt", (count) => `adopt ${count}`],
  ["stage", (count) => `save ${count} as ${count === "1" ? "a draft" : "drafts"}`],
  ["delete", (count) => `delete ${count}`],
];

/** Words for what comes with it, or was found. */
const BESIDE: CountWords = [
  ["uncompared", (count) => `compare ${count}`],
  ["follow", (count) => `${count} ${count === "1" ? "dependent follows" : "dependents follow"}`],
  ["refuse", (count) => `${count} refused`],
  ["checked", (count) => `${count} checked`],
  ["unchanged", (count) => `${count} unchanged`],
];

/** Counts of an API of an earlier release have fewer kinds. */
function someOf(counts: Partial<ChangeCounts>, kinds: CountWords): string[] {
  return kinds.flatMap(([kind, words]) => {
    const count = counts[kind] ?? 0;
    return count > 0 ? [words(count.toLocaleString("en"))] : [];
  });
}

/** The sign of an action; of a kind that only a later release knows, a question mark. */
export function actionSign(kind: string): ActionSign {
  return ACTION_KINDS.find((one) => one.kind === kind)?.sign ?? "?";
}

/** Says what a plan is to do, by kind, such as `1,200 to create`, `3 unchanged`. */
export function toDoWords(counts: Partial<ChangeCounts>): string[] {
  return someOf(counts, TO_DO);
}

/** All that a change counts in no tense, whatever became of it: `create 2, 1 dependent follows`. */
export function doesWords(counts: Partial<ChangeCounts>): string {
  const all = someOf(counts, [...ORDERS, ...BESIDE]);
  return all.length === 0 ? "nothing to do" : all.join(", ");
}

/** Says what a change is ordered to do, without what comes with it. */
export function orderWords(counts: ChangeCounts): string[] {
  return someOf(counts, ORDERS);
}

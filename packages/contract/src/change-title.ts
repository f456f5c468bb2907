import { type ChangeCounts, type ChangeSummary, MAX_MESSAGE_LENGTH } from "./change.ts";

/** What is counted, and how a number of it is said. */
type CountWords = readonly (readonly [kind: keyof ChangeCounts, words: (count: string) => string])[];

/** What is done, as an order, by kind: of some. */
const ORDERS: CountWords = [
  ["create", (count) => `create ${count}`],
  ["update", (count) => `update ${count}`],
  ["replace", (count) => `replace ${count}`],
  ["adopt", (count) => `adopt ${count}`],
  ["stage", (count) => `save ${count} as ${count === "1" ? "a draft" : "drafts"}`],
  ["delete", (count) => `delete ${count}`],
];

/** What comes with it, or was found. */
const BESIDE: CountWords = [
  ["uncompared", (count) => `compare ${count}`],
  ["follow", (count) => `${count} ${count === "1" ? "dependent follows" : "dependents follow"}`],
  ["refuse", (count) => `${count} refused`],
  ["checked", (count) => `${count} checked`],
  ["unchanged", (count) => `${count} unchanged`],
];

function someOf(counts: ChangeCounts, kinds: CountWords): string[] {
  return kinds.flatMap(([kind, words]) => (counts[kind] > 0 ? [words(counts[kind].toLocaleString("en"))] : []));
}

/** All that a change counts in no tense, whatever became of it: `create 2, 1 dependent follows`. */
export function doesWords(counts: ChangeCounts): string {
  const all = someOf(counts, [...ORDERS, ...BESIDE]);
  return all.length === 0 ? "nothing to do" : all.join(", ");
}

/** In no tense, since a change keeps its name for good: `Create 2, delete 1`. */
function orderWords(counts: ChangeCounts): string {
  const orders = someOf(counts, ORDERS);
  if (orders.length > 0) return orders.join(", ");
  if (counts.uncompared > 0) return `compare the secrets of ${counts.uncompared.toLocaleString("en")}`;
  return counts.refuse > 0 ? "nothing to apply" : "no changes";
}

/** What a change is called: the first line of its message, or what it does. */
export function changeTitle({
  message,
  counts,
  prune,
  set,
}: Pick<ChangeSummary, "message" | "counts" | "prune" | "set">): string {
  const line = linesOf(message)[0]?.trim();
  if (line) return line;
  const words = orderWords(counts);
  const title = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return set === null ? title : `${title} in ${set}${prune ? ", pruned" : ""}`;
}

/** The message of a change that undoes one of that title. */
export function revertMessage(title: string): string {
  const room = MAX_MESSAGE_LENGTH - 'Revert ""'.length;
  if (title.length <= room) return `Revert "${title}"`;
  // Not within a pair of UTF-16 units.
  return `Revert "${title.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, "")}…"`;
}

/** What a message says below its first line; null if that is all of it. */
export function messageBody(message: string | null): string | null {
  return linesOf(message).slice(1).join("\n").trim() || null;
}

function linesOf(message: string | null): string[] {
  return (message ?? "").trim().split(/\r\n|[\n\r]/);
}

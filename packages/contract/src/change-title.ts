import { type ChangeCounts, type ChangeSummary, MAX_MESSAGE_LENGTH } from "./change.ts";
import { orderWords } from "./count-words.ts";

/** In no tense, since a change keeps its name for good: `Create 2, delete 1`. */
function nameOf(counts: ChangeCounts): string {
  const orders = orderWords(counts);
  if (orders.length > 0) return orders.join(", ");
  if (counts.uncompared > 0) return `compare the secrets of ${counts.uncompared.toLocaleString("en")}`;
  return counts.refuse > 0 ? "nothing to apply" : "no changes";
}

/** Title of a change: the first line of its message, or what it does. */
export function changeTitle({
  message,
  counts,
  prune,
  set,
}: Pick<ChangeSummary, "message" | "counts" | "prune" | "set">): string {
  const line = linesOf(message)[0]?.trim();
  if (line) return line;
  const words = nameOf(counts);
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

/** Rest of a message below its first line; null if that is all of it. */
export function messageBody(message: string | null): string | null {
  return linesOf(message).slice(1).join("\n").trim() || null;
}

function linesOf(message: string | null): string[] {
  return (message ?? "").trim().split(/\r\n|[\n\r]/);
}

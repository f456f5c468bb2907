import type { HistoryChange, PlannedChange } from "@pragma/contract";

/** A changed value as pages receive it: what is not there is left out. */
export type ShownChange = Omit<PlannedChange, "before" | "after"> &
  Pick<HistoryChange, "from"> & { before?: unknown; after?: unknown };

const UNKNOWN_WORDS: Readonly<Record<string, string>> = {
  secret: "not compared: it is a secret",
  provider: "not known before it is taken over",
};

/** A side of a changed value: what is shown, and whether it is a value at all. */
export function sideWords(change: ShownChange, side: "before" | "after"): { text: string; isValue: boolean } {
  if (side === "after" && change.unknown) {
    const { from } = change.unknown;
    return { text: UNKNOWN_WORDS[from] ?? `known after ${from}`, isValue: false };
  }
  if (side === "before" && change.unknown?.from === "provider") return { text: "what is there", isValue: false };
  const value = change[side];
  if (value === null || value === undefined) return { text: side === "before" ? "not set" : "removed", isValue: false };
  return { text: typeof value === "string" && value !== "" ? value : JSON.stringify(value), isValue: true };
}

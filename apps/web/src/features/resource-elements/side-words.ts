import type { HistoryChange, PlannedChange } from "@pragma/contract";

/** A changed value as pages receive it: what is not there is left out. */
export type ShownChange = Omit<PlannedChange, "before" | "after"> &
  Pick<HistoryChange, "from"> & { before?: unknown; after?: unknown };

/** A side of a changed value: what is shown, and whether it is a value at all. */
export function sideWords(change: ShownChange, side: "before" | "after"): { text: string; isValue: boolean } {
  if (side === "after" && change.unknown) {
    const { from } = change.unknown;
    return { text: from === "secret" ? "not compared: it is a secret" : `known after ${from}`, isValue: false };
  }
  const value = change[side];
  if (value === null || value === undefined) return { text: side === "before" ? "not set" : "removed", isValue: false };
  return { text: typeof value === "string" && value !== "" ? value : JSON.stringify(value), isValue: true };
}

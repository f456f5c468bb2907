import type { ChangeCounts } from "@pragma/sdk";

/** In the order in which they are counted; words for what a plan does, and for what an applied change did. */
const WORDS: readonly (readonly [keyof ChangeCounts, string, string])[] = [
  ["create", "to create", "created"],
  ["adopt", "to adopt", "adopted"],
  ["update", "to change", "changed"],
  ["replace", "to replace", "replaced"],
  ["stage", "to save as draft", "saved as draft"],
  ["delete", "to delete", "deleted"],
  ["follow", "that follow", "followed"],
  ["checked", "checked", "checked"],
  ["unchanged", "unchanged", "unchanged"],
  ["uncompared", "to compare", "compared"],
  ["refuse", "refused", "refused"],
];

/** `2 to create, 1 to change, 41 that follow`; what would happen, or has. */
export function countsText(counts: Partial<ChangeCounts>, when: "planned" | "done"): string {
  const parts = WORDS.flatMap(([kind, planned, done]) => {
    // An API of an earlier release counts less.
    const count: number = counts[kind] ?? 0;
    return count === 0 ? [] : `${count.toLocaleString("en")} ${when === "planned" ? planned : done}`;
  });
  return parts.join(", ");
}

/** How many actions a change has: all that is counted but what is unchanged. */
export function actionCount({ unchanged: _, ...counts }: ChangeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

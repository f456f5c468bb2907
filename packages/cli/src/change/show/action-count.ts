import type { ChangeCounts } from "@pragma/sdk";

/** How many actions a change has: all that is counted but what is unchanged. */
export function actionCount({ unchanged: _, ...counts }: ChangeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

import { isProcessing } from "@pragma/contract/lifecycle";
import type { Entry } from "./entry.ts";

/** The share of lines for failures: resources in progress must be visible, too. */
const SHARE_OF_FAILED = 1 / 3;

/** Which to show if not all fit: first failures, then those in progress, waiting, and done. */
export function rowsToShow(entries: readonly Entry[], room: number): Entry[] {
  const failed = entries.filter(isFailed).slice(0, Math.max(1, Math.floor(room * SHARE_OF_FAILED)));
  const others = entries.filter((entry) => !isFailed(entry)).sort((a, b) => rankOf(a) - rankOf(b));
  const chosen = new Set([...failed, ...others.slice(0, room - failed.length)]);
  return [...chosen];
}

/** It did not run, but nothing is wrong with it. */
export function isPlain({ begun, change, done, exitCode }: Entry): boolean {
  return !begun || (change === "unchanged" && done && exitCode === null);
}

/** In this order, the first match counts. */
const WORDS = ["ready", "draft", "processing", "pending", "waiting", "failed", "refused", "gone"];

/** `300 resources: 120 ready, 3 processing, 176 waiting, 1 failed`. */
export function countStates(entries: readonly Entry[]): string {
  const words = entries.map(({ change, state }) => (change === "refused" ? change : (state ?? "waiting")));
  const counts = WORDS.flatMap((word) => {
    const count = words.filter((one) => one === word).length;
    return count === 0 ? [] : `${count} ${word}`;
  });
  return `${entries.length} resources: ${counts.join(", ")}`;
}

function isFailed({ done, exitCode }: Entry): boolean {
  return done && exitCode !== null;
}

function rankOf({ done, state }: Entry): number {
  if (done) return 3;
  if (state === null) return 2;
  return isProcessing(state) ? 0 : 1;
}

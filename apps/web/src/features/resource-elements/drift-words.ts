import type { DriftStatus } from "@pragma/contract";

/** What checks of the real thing found, in words. */
export const DRIFT_WORDS: Record<DriftStatus, string> = {
  unknown: "Not known",
  in_sync: "In sync",
  drifted: "Drifted",
  missing: "Missing",
};

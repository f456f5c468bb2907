import type { DriftStatus } from "@pragma/contract";
import type { Tone } from "~/components/ui/badge.tsx";

/** What checks of the real thing found, in words. */
export const DRIFT_WORDS: Record<DriftStatus, string> = {
  unknown: "Not known",
  in_sync: "In sync",
  drifted: "Drifted",
  missing: "Missing",
};

export const DRIFT_TONES: Record<DriftStatus, Tone> = {
  unknown: "neutral",
  in_sync: "success",
  drifted: "warning",
  missing: "danger",
};

const NEWS: Record<DriftStatus, string> = {
  unknown: "drift cleared",
  in_sync: "in sync again",
  drifted: "drift found",
  missing: "found missing",
};

/** What an entry of the history tells of a check, as within a sentence. @param drift the new word; null if it stayed the same */
export function driftNews(drift: unknown): string {
  return typeof drift === "string" && Object.hasOwn(NEWS, drift) ? NEWS[drift as DriftStatus] : "other drift found";
}

import { durationWords } from "~/lib/duration-words.ts";

/** How often resources are checked for drift, by the seconds between two checks: 0 for never, null for the usual. */
export function checkIntervalWords(seconds: number | null): string {
  if (seconds === null) return "every hour (as usual)";
  return seconds === 0 ? "never" : `every ${durationWords(seconds * 1000)}`;
}

import { isDraft, isFailed, isProcessing, isReady } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { driftNews } from "~/features/resource-elements/drift-words.ts";
import { durationWords } from "~/lib/duration-words.ts";

export type Activity = RouterOutputs["overview"]["activity"][number];

const NOUNS: Record<string, string> = { CREATE: "creation", UPDATE: "update", DELETE: "deletion" };

/** The event, as one would say it after the resource's name. The state it led to is shown beside it. */
export function activityWords(activity: Activity): string {
  const { attempts } = activity;
  return attempts > 1 ? `${deedWords(activity)}, attempt ${attempts}` : deedWords(activity);
}

/**
 * How long it took since it was begun or retried: `took 3.2 s`. Null for what goes on, what no provider worked on, and what began
 * before all that is known of it.
 */
export function tookWords({ attempts, to_state: to, begun_at, timestamp }: Activity): string | null {
  const isSettled = to === null || isReady(to) || isFailed(to);
  if (attempts === 0 || !isSettled || begun_at === null) return null;
  return `took ${durationWords(Date.parse(timestamp) - Date.parse(begun_at))}`;
}

/** A change of several resources, and how many of them have failed. */
export function changeWords({ resources, failed }: Activity): string {
  const all = `change of ${resources.toLocaleString("en")} resources`;
  return failed === 0 ? all : `${all}, ${failed.toLocaleString("en")} failed`;
}

function deedWords({ event_type, from_state, to_state, drift }: Activity): string {
  const noun = NOUNS[event_type];
  switch (event_type) {
    case "RETRY":
      return "retried";
    case "CANCEL":
      return "cancelled";
    case "METADATA":
      return "saved, config unchanged";
    case "UNCHANGED":
      return "unchanged: nothing it uses has changed";
    case "DRIFT":
      return driftNews(drift);
  }
  if (noun === undefined) return event_type.toLowerCase().replaceAll("_", " ");
  if (to_state === null) return "deleted";
  if (isProcessing(to_state)) return `${noun} sent to the provider`;
  if (isReady(to_state)) return `${noun} succeeded`;
  if (isFailed(to_state)) return `${noun} failed`;
  if (isDraft(to_state)) return from_state === null ? "saved as a draft" : "change staged";
  return from_state !== null && isProcessing(from_state) ? `${noun} is retried` : `${noun} requested`;
}

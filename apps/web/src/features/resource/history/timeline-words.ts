import { durationWords } from "~/lib/duration-words.ts";
import { ATTEMPTS } from "./story-words.ts";
import type { Segment } from "./timeline-model.ts";

/** What a bar says: `waited 1.2 s for a/b/c`, `attempt failed after 3 s`. @param now in milliseconds, for what goes on */
export function segmentWords({ kind, from, to, outcome, awaited }: Segment, now: number): string {
  const took = durationWords((to ?? now) - from);
  switch (kind) {
    case "waiting":
      return `${to === null ? "has waited" : "waited"} ${took}${awaited === null ? "" : ` for ${awaited}`}`;
    case "queued":
      return `queued ${took}`;
    case "pause":
      return `paused ${took}`;
    default:
      return outcome === "running" || outcome === null
        ? `attempt has run for ${took}`
        : `attempt ${ATTEMPTS[outcome]} after ${took}`;
  }
}

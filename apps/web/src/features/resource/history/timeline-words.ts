import { durationWords } from "~/lib/duration-words.ts";
import { ATTEMPTS } from "./story-words.ts";
import type { Lane, Segment } from "./timeline-model.ts";

/** The label of a bar: `waited 1.2 s for a/b/c`, `attempt failed after 3 s`. @param now in milliseconds, for what goes on */
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

/** The meaning of a color. */
export interface LegendEntry extends Pick<Segment, "kind" | "outcome"> {
  words: string;
}

/** In the order in which they come about. */
const LEGEND: readonly LegendEntry[] = [
  { kind: "waiting", outcome: null, words: "waiting" },
  { kind: "queued", outcome: null, words: "queued" },
  { kind: "attempt", outcome: "running", words: "attempt running" },
  { kind: "attempt", outcome: "succeeded", words: "attempt succeeded" },
  { kind: "attempt", outcome: "failed", words: "attempt failed" },
  { kind: "attempt", outcome: "interrupted", words: "attempt interrupted" },
  { kind: "attempt", outcome: "cancelled", words: "attempt cancelled" },
  { kind: "pause", outcome: null, words: "pause" },
];

/** The meanings of the colors that occur in lanes. */
export function legendOf(lanes: readonly Pick<Lane, "segments">[]): LegendEntry[] {
  const segments = lanes.flatMap((lane) => lane.segments);
  return LEGEND.filter(({ kind, outcome }) =>
    segments.some(
      (segment) => segment.kind === kind && (kind !== "attempt" || (segment.outcome ?? "running") === outcome),
    ),
  );
}

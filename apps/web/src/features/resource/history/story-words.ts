import { isDraft, type KeptField } from "@pragma/contract";
import { either, inputWords } from "@pragma/language";
import type { Tone } from "~/components/ui/badge.tsx";
import { driftNews } from "~/features/resource-elements/drift-words.ts";
import { durationWords } from "~/lib/duration-words.ts";
import type { Attempt, Phase, Story } from "./stories.ts";

/** Names of the fields beside the config, as within a title. A field that is missing here does not compile. */
const KEPT_WORDS: Record<KeptField, string> = {
  tags: "tags",
  deletion_protected: "protection",
  owner_references: "owners",
  handling: "handling",
};

/** The title of a story, in two or three words. */
export function storyTitle({ first, eventId, changes }: Story): string {
  const staged = first.to_state !== null && isDraft(first.to_state);
  switch (first.event_type) {
    case "CREATE":
      return staged ? "Draft saved" : "Created";
    case "UPDATE":
      if (staged) return "Change staged";
      return first.from_state !== null && isDraft(first.from_state) ? "Draft applied" : "Updated";
    case "DELETE":
      return "Deleted";
    case "METADATA":
      return keptTitle(changes);
    case "DISCARD":
      return "Draft discarded";
    case "RETRY":
      return "Retried";
    case "CANCEL":
      return "Cancelled";
    case "DRIFT":
      return capitalized(driftNews(changes.find(isDriftWord)?.after));
    default:
      if (eventId === null) return "Checked because an input changed";
      return `Updated because ${inputWords(changes) ?? "an input"} changed`;
  }
}

/** What changed beside the config; all that may have, where entries of earlier releases do not say. */
function keptTitle(changes: Story["changes"]): string {
  const paths = new Set(changes.map(({ path }) => path));
  if (paths.size === 1 && paths.has("handling.paused")) {
    return changes.at(-1)?.after === true ? "Paused" : "Resumed";
  }
  const fields = Object.entries(KEPT_WORDS).filter(([field]) =>
    [...paths].some((path) => path.split(".")[0] === field),
  );
  const words = fields.length === 0 ? Object.values(KEPT_WORDS) : fields.map(([, word]) => word);
  return capitalized(`${either(words)} changed`);
}

function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function isDriftWord({ path }: Story["changes"][number]): boolean {
  return path === "drift";
}

/** What a check found, beside what is declared: the title says what that amounts to. Null if the story tells of no check. */
export function foundChanges({ first, changes }: Pick<Story, "first" | "changes">): Story["changes"] | null {
  return first.event_type === "DRIFT" ? changes.filter((change) => !isDriftWord(change)) : null;
}

const OUTCOMES: Record<Exclude<Story["outcome"], "saved">, { words: string; tone: Tone }> = {
  succeeded: { words: "succeeded", tone: "success" },
  failed: { words: "failed", tone: "danger" },
  cancelled: { words: "cancelled", tone: "neutral" },
  running: { words: "running", tone: "info" },
  waiting: { words: "waiting", tone: "warning" },
  superseded: { words: "superseded", tone: "neutral" },
  unchanged: { words: "nothing to do", tone: "neutral" },
};

/** The outcome of a story; null where it says no more than its title. */
export function outcomeWords({ outcome }: Story): { words: string; tone: Tone } | null {
  return outcome === "saved" ? null : OUTCOMES[outcome];
}

/** Outcomes of an attempt. */
export const ATTEMPTS: Record<Attempt["outcome"], string> = {
  running: "is running",
  succeeded: "succeeded",
  failed: "failed",
  interrupted: "was interrupted",
  cancelled: "was cancelled",
};

/** The outcome of an attempt, and how long it took. */
export function attemptWords({ number, outcome, startedAt, endedAt }: Attempt): string {
  const words = `Attempt ${number} ${ATTEMPTS[outcome]}`;
  return endedAt === null ? words : `${words} after ${durationWords(Date.parse(endedAt) - Date.parse(startedAt))}`;
}

/**
 * The shortest wait that is told, in milliseconds. A free worker takes less, and people notice no less; the shortest pause
 * between two attempts is longer.
 */
const NOTICEABLE_WAIT = 100;

/** How long an attempt waited for its turn, to follow what came of it: `, having waited 1.2 s`. Empty if that was nothing. */
export function waitWords({ waited }: Attempt): string {
  return waited < NOTICEABLE_WAIT ? "" : `, having waited ${durationWords(waited)}`;
}

/** Where the time of a story went: `waited 51 ms, 5 attempts took 10.7 s, paused 300 ms`. @param now for what goes on */
export function phaseWords(phases: readonly Phase[], now: number): string {
  const words: string[] = [];
  for (const kind of ["waiting", "attempt", "pause"] as const) {
    const own = phases.filter((phase) => phase.kind === kind);
    if (own.length === 0) continue;
    const took = durationWords(own.reduce((sum, phase) => sum + phaseLength(phase, now), 0));
    if (kind === "attempt") words.push(`${own.length === 1 ? "1 attempt" : `${own.length} attempts`} took ${took}`);
    else words.push(`${kind === "waiting" ? "waited" : "paused"} ${took}`);
  }
  return words.join(", ");
}

/** How long a phase took, in milliseconds, so far if it goes on. */
export function phaseLength({ startedAt, endedAt }: Phase, now: number): number {
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}

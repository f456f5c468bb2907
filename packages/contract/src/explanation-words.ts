import type { ExplainedResource, Explanation } from "./explanation.ts";
import { isFailed, isReady } from "./lifecycle.ts";
import { onlyEditHelps } from "./only-edit-helps.ts";

/** A piece of a sentence; one with a key names a resource, and leads to it. */
interface Piece {
  text: string;
  key?: string;
}

export interface ExplanationWords {
  tone: "danger" | "warning" | "info";
  /** Why the resource is not ready, without a full stop. */
  sentence: Piece[];
  /**
   * The last error at the root of it; null if nothing failed there. `isEarlier` if another attempt, or something else, has begun since;
   * `onlyEditHelps` if a retry would fail again.
   */
  failure: { key: string; error: string; isEarlier: boolean; onlyEditHelps: boolean } | null;
  /** When the next attempt begins; null if that is not the reason. */
  nextAttemptAt: string | null;
  /** Since when the root cause is as it is, and whether that goes on. */
  since: { time: string; lasts: boolean } | null;
  /** More causes of the same kind, in a sentence; null if there are none. */
  others: string | null;
}

/** Whether a resource is kept by another one: its own failure has no other cause to look for. */
export function hasOtherCause({ way, others }: Pick<Explanation, "way" | "others">): boolean {
  return way.length > 1 || others > 0;
}

/** Longer ways are told by their ends. */
const TOLD_STEPS = 4;

/** An explanation in words; null if there is nothing to explain. */
export function explanationWords({ way, others, max_attempts: most }: Explanation): ExplanationWords | null {
  const [start] = way;
  const root = way.at(-1);
  if (!start || !root) return null;
  const { cause, key, error, next_attempt_at: nextAttemptAt, since } = root;
  const failed = cause === "failed" || cause === "retrying";
  return {
    tone: toneOf(root, way.length),
    sentence: way.length === 1 ? ownClause(start, most) : [...opening(start), ...chain(way, most)],
    failure: error === null ? null : { key, error, isEarlier: !failed, onlyEditHelps: onlyEditHelps(root) },
    nextAttemptAt: cause === "retrying" ? nextAttemptAt : null,
    since: since === null ? null : { time: since, lasts: !failed },
    others: others === 0 ? null : othersWords(others),
  };
}

const WARNED: ReadonlySet<ExplainedResource["cause"]> = new Set(["unfit", "absent", "unserved", "retrying", "paused"]);

function toneOf({ cause }: ExplainedResource, steps: number): ExplanationWords["tone"] {
  if (cause === "failed") return "danger";
  if (WARNED.has(cause)) return "warning";
  return cause === "unapplied" && steps > 1 ? "warning" : "info";
}

/** Why a resource that waits for nothing else is not ready. */
function ownClause(own: ExplainedResource, most: number): Piece[] {
  const { unfit_connection: unfit } = own;
  if (unfit === null) return [{ text: ownWords(own, most) }];
  return [{ text: "Its connection " }, { text: unfit, key: unfit }, { text: " is of another provider" }];
}

function ownWords({ cause, deleting, attempt, lifecycle_state: state }: ExplainedResource, most: number): string {
  const count = attempt === null || attempt === 0 ? "" : `: attempt ${attempt} of ${most}`;
  switch (cause) {
    case "failed":
      return deleting ? "Deletion failed" : "Failed";
    case "paused":
      return deleting ? "Deletion paused: it waits until it is resumed" : "Paused: it waits until it is resumed";
    case "unapplied":
      return "A draft: this config has not been applied yet";
    case "retrying":
      return `Attempt ${attempt ?? 1} of ${most}${deleting ? " to delete it" : ""} failed`;
    case "running":
      return deleting ? `The provider is deleting it${count}` : `The provider is working on it${count}`;
    case "ending":
      return "Waiting for the provider to stop working on a cancelled event";
    case "queued":
      if (state !== null && isReady(state)) return "A value it uses may have changed and will be checked next";
      return deleting ? "Deletion queued" : "Queued";
    default:
      return "Waiting for others";
  }
}

/** The words on a resource before what it waits for. */
function opening({ deleting, lifecycle_state: state }: ExplainedResource): Piece[] {
  if (deleting) return [{ text: "Deletion waiting for " }];
  if (state !== null && isReady(state)) return [{ text: "A value it uses may have changed; waiting for " }];
  return [{ text: state !== null && isFailed(state) ? "Failed; will be checked again after " : "Waiting for " }];
}

function chain(way: readonly ExplainedResource[], most: number): Piece[] {
  const [first, ...rest] = way.slice(1);
  if (!first) return [];
  const pieces: Piece[] = [{ text: first.key, key: first.key }];
  const told = rest.length < TOLD_STEPS ? rest : rest.slice(-1);
  const skipped = rest.length - told.length;
  for (const [index, { key }] of told.entries()) {
    const through = index === 0 && skipped > 0 ? `, through ${skipped} others,` : "";
    pieces.push({ text: `, which waits${through} for ` }, { text: key, key });
  }
  return [...pieces, { text: `, ${rootClause(way.at(-1) as ExplainedResource, most)}` }];
}

/** The cause at the end of a way, as a clause. */
function rootClause(root: ExplainedResource, most: number): string {
  const { cause, deleting } = root;
  if (cause === "running" && !deleting) return "which its provider is working on";
  return `${cause === "failed" && deleting ? "whose" : "which"} ${causeWords(root, most)}`;
}

/** The cause of a wait, in a few words after the resource's name. */
export function causeWords(
  { cause, deleting, attempt }: Pick<ExplainedResource, "cause" | "deleting" | "attempt">,
  most: number,
): string {
  switch (cause) {
    case "failed":
      return deleting ? "deletion failed" : "failed";
    case "unfit":
      return "names a connection of another provider";
    case "unserved":
      return "does not exist, and no provider serves its type";
    case "absent":
      return "does not exist";
    case "paused":
      return "is paused";
    case "unapplied":
      return "is a draft that was never applied";
    case "retrying":
      return `failed${attempt === null ? "" : ` at attempt ${attempt} of ${most}`} and will be retried`;
    case "running":
      return deleting ? "is being deleted" : "its provider is working on it";
    case "ending":
      return "waits for its provider to stop working on a cancelled event";
    case "queued":
      return "waits for its turn";
    default:
      return "waits for others";
  }
}

function othersWords(others: number): string {
  return others === 1
    ? "One more resource it waits for has the same problem."
    : `${others.toLocaleString("en")} more resources it waits for have the same problem.`;
}

import { isFailedAction } from "@pragma/contract/change-values";
import { toDoWords } from "@pragma/contract/count-words";
import type { Blocked, Change, ChangeAction } from "@pragma/sdk";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { oneLine } from "../output/printable.ts";
import type { Style } from "../output/style.ts";
import { blockedText } from "./blocked-text.ts";
import type { Followed } from "./follow-change.ts";
import { actionName } from "./show/action-name.ts";
import { outcomeOf } from "./show/outcome-text.ts";
import { namesIn } from "./show/plan-sections.ts";
import { differs } from "./show/plan-text.ts";

/** Failures and blocked resources named one by one. */
const MOST = 50;

/** Facts about the documents of files, beside the change itself. */
export interface DeclaredEnd {
  /** How many documents there are. */
  count: number;
  /** Where a resource is declared: `shop.yaml:12`. */
  placeOf: (key: string) => string | null;
}

/** A change in words: what became of it, then what was not done and why, with file and line where it stands in one. */
export function summaryOf({ change, actions, error }: Followed, style: Style, declared?: DeclaredEnd): string {
  const { done, notDone } = outcomeOf(change, actions);
  if (error === null) {
    const counts = !differs(change) ? "Nothing changed" : [done, notDone].filter(Boolean).join(", ");
    const drafts = change.counts.stage;
    const all =
      declared === undefined || declared.count === 0 || drafts > 0 || notDone !== ""
        ? ""
        : `; all ${declared.count.toLocaleString("en")} ready`;
    return style("green", `${counts}${all}`);
  }
  const bad = badLines(change, actions, declared);
  // Nothing of the change itself, but a document that an earlier one still carries out.
  const lines = bad.length > 0 ? bad : [oneLine(error.message)];
  const shown = lines.slice(0, MOST);
  if (lines.length > MOST) shown.push(`… and ${(lines.length - MOST).toLocaleString("en")} more`);
  const head = `${notDone || "Not done"}${done === "" ? "" : ` (${done})`}:`;
  return [style("red", head), ...shown].join("\n");
}

/** An applied change that nobody waits for. */
export function startedText({ counts }: Change, style: Style): string {
  return style("green", `${toDoWords(counts).join(", ")}; not waited for`);
}

function badLines({ blocked }: Change, actions: readonly ChangeAction[], declared?: DeclaredEnd): string[] {
  const reasons = new Map(blocked.map((one) => [one.resource, one]));
  const nameOf = namesIn(actions);
  const bad = actions.filter(({ state }) => state !== "succeeded" && state !== "superseded");
  return bad
    .sort((a, b) => Number(isFailedAction(b)) - Number(isFailedAction(a)))
    .map((action) => {
      const key = actionName(action);
      const place = declared?.placeOf(key) ?? null;
      const words = wordsOf(action, reasons.get(action.resource.id), nameOf);
      return oneLine(`${place === null ? "" : `${place}: `}${key} ${words}`);
    });
}

function wordsOf(action: ChangeAction, held: Blocked | undefined, nameOf: (id: string) => string): string {
  const { state = "waiting", error, because } = action;
  const waits = held === undefined ? null : blockedText(held, nameOf);
  if (isFailedAction(action)) return `failed: ${error ?? waits ?? "no reason given"}`;
  if (error) return `is ${state}: ${error}`;
  // A follower is blocked by what it follows, and by nothing else as long as that has not changed.
  const source = because.from === undefined ? null : `waits for ${nameOf(because.from)}`;
  return waits ?? (state === "waiting" ? source : null) ?? `is ${state}`;
}

/** The exit code of a followed change. */
export function exitCodeOf({ error }: Followed): ExitCode {
  if (error === null) return EXIT.ok;
  return error.name === "WaitTimeoutError" ? EXIT.timeout : EXIT.failed;
}

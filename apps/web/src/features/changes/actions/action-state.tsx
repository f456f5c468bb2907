import type { ActionState, ShownKind } from "@pragma/contract";
import { Badge, type Tone } from "~/components/ui/badge.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { cn } from "~/lib/class-names.ts";
import { durationWords } from "~/lib/duration-words.ts";
import { actionWords } from "../change-words.ts";
import type { ShownAction } from "../types.ts";
import { isNotBegun } from "./action-groups.ts";

const TONE_OF: Record<ActionState, Tone> = {
  waiting: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  superseded: "neutral",
};

/** The kind of an action, by its sign and in a word. */
export function ActionKindBadge({ kind }: { kind: ShownKind }) {
  const { sign, word, tone } = actionWords(kind);
  return (
    <Badge tone={tone}>
      <span aria-hidden className="font-mono">
        {sign}
      </span>
      {word}
    </Badge>
  );
}

/** The state of an action, how long it took, and its number of attempts if that is not one. */
export function ActionStateBadge({ action, isBlocked }: { action: ShownAction; isBlocked: boolean }) {
  const { state, attempts = 0 } = action;
  if (state === undefined) return null;
  const instead = insteadOf(action, isBlocked);
  return (
    <span className="inline-flex items-center gap-2 text-xs text-ink-faint tabular-nums">
      {attempts > 1 ? <span>{attempts} attempts</span> : null}
      <Duration action={action} />
      <Badge tone={instead === null ? TONE_OF[state] : "warning"}>
        <span aria-hidden className={cn("size-1.5 rounded-full bg-current", state === "running" && "animate-pulse")} />
        {instead ?? state}
      </Badge>
    </span>
  );
}

/** The word in place of a failure that is not its own. */
function insteadOf(action: ShownAction, isBlocked: boolean): string | null {
  if (isBlocked) return "blocked";
  return isNotBegun(action) ? "not begun" : null;
}

/** From when it was handed over until it ended, or until now. */
function Duration({ action: { state, started_at: from, settled_at: to } }: { action: ShownAction }) {
  if (!from) return null;
  if (state === "running") return <Elapsed since={from} />;
  return to ? <span>{durationWords(Date.parse(to) - Date.parse(from))}</span> : null;
}

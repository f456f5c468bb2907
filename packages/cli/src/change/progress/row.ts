import { isFailedAction } from "@pragma/contract/change-values";
import { doneWord } from "@pragma/contract/outcome-words";
import type { Blocked, ChangeAction } from "@pragma/sdk";
import { oneLine } from "../../output/printable.ts";
import { blockedText } from "../blocked-text.ts";
import { actionName } from "../show/action-name.ts";
import { namesIn } from "../show/plan-sections.ts";

/** One resource of a change that is being carried out. */
export interface Row {
  /** `provider/type/name`. */
  id: string;
  state: NonNullable<ChangeAction["state"]>;
  /** Kind of its action, and why it waits or has failed. */
  kind: string;
  reason: string | null;
}

/** The rows of a change: its actions, each with what it waits for. */
export function rowsOf(actions: readonly ChangeAction[], blocked: readonly Blocked[]): Row[] {
  const nameOf = namesIn(actions);
  const reasons = new Map(blocked.map((one) => [one.resource, blockedText(one, nameOf)]));
  return actions.map(({ resource, state = "waiting", action, error }) => ({
    id: oneLine(actionName({ resource })),
    state,
    kind: action,
    reason: state === "succeeded" ? null : (error ?? reasons.get(resource.id) ?? null),
  }));
}

/** The share of lines for failures: resources in progress must be visible, too. */
const SHARE_OF_FAILED = 1 / 3;
const RANKS: Record<Row["state"], number> = { failed: 0, running: 1, waiting: 2, superseded: 3, succeeded: 4 };

/** Which to show if not all fit: first failures, then those in progress, waiting, and done. */
export function rowsToShow(rows: readonly Row[], room: number): Row[] {
  const failed = rows.filter(isFailedAction).slice(0, Math.max(1, Math.floor(room * SHARE_OF_FAILED)));
  const others = rows.filter((row) => !isFailedAction(row)).sort((a, b) => RANKS[a.state] - RANKS[b.state]);
  return [...failed, ...others.slice(0, room - failed.length)];
}

/** In this order. */
const WORDS = ["succeeded", "running", "waiting", "failed", "superseded"] as const;

/** `300 resources: 120 succeeded, 3 running, 176 waiting, 1 failed`. */
export function countStates(rows: readonly Row[]): string {
  const counts = WORDS.flatMap((word) => {
    const count = rows.filter(({ state }) => state === word).length;
    return count === 0 ? [] : `${count.toLocaleString("en")} ${word}`;
  });
  return `${rows.length.toLocaleString("en")} resources: ${counts.join(", ")}`;
}

/** Word for what is done to a resource, or was. */
export function wordOf({ state, kind }: Row): string {
  return state === "succeeded" ? (doneWord(kind) ?? state) : state;
}

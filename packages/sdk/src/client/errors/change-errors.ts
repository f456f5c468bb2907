import type { Blocked, Change } from "../types/models.ts";
import { PragmaError } from "./pragma-error.ts";

/** The awaited change did not succeed: an action failed, or it was never applied (discarded, expired, stale). */
export class ChangeFailedError extends PragmaError {
  override readonly name = "ChangeFailedError";
  /** As it was when that was seen, with its first 100 actions. */
  readonly change: Change;

  constructor(change: Change) {
    super(describeChange(change));
    this.change = change;
  }
}

/**
 * The awaited change waits for something outside it that may never come: a resource that nothing declares, a type that no
 * provider serves, a failure. It continues automatically once that is there.
 */
export class ChangeBlockedError extends PragmaError {
  override readonly name = "ChangeBlockedError";
  /** As it was when that was seen. */
  readonly change: Change;
  /** Resources that wait, and what for. */
  readonly blocked: Blocked[];

  constructor(change: Change, blocked: Blocked[]) {
    super(`Change ${change.id} waits for something outside it: ${textOf(blocked)}`);
    this.change = change;
    this.blocked = blocked;
  }
}

/** More names would hide the rest of the message. */
const MOST = 5;

/** The status of a change in one line: what failed, and what waits. */
export function describeChange({ id, status, actions, blocked }: Change): string {
  const failed = actions.filter(({ state }) => state === "failed");
  const names = failed.slice(0, MOST).map(({ resource, error }) => {
    return `${resource.provider}/${resource.resource}/${resource.name}${error ? `: ${error}` : ""}`;
  });
  const parts = [...names, ...more(failed.length), blocked.length > 0 && textOf(blocked)].filter(Boolean);
  return `Change ${id} is ${status}${parts.length > 0 ? `: ${parts.join("; ")}` : ""}`;
}

function textOf(blocked: readonly Blocked[]): string {
  return [...blocked.slice(0, MOST).map(blockedText), ...more(blocked.length)].join("; ");
}

/** The API says what each waits for in general; here that has a name. */
function blockedText({ resource, by, reason }: Blocked): string {
  if (by.length === 0) return `${resource} ${reason}`;
  const why = reason.startsWith(GENERAL) ? `which ${reason.slice(GENERAL.length)}` : reason;
  return `${resource} waits for ${by.join(", ")}, ${why}`;
}

const GENERAL = "waits for what ";

function more(count: number): string[] {
  return count > MOST ? [`and ${count - MOST} more`] : [];
}

import type { Change, Pragma } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { describeBusy } from "./describe-busy.ts";
import { type Followed, followChange } from "./follow-change.ts";
import { patiently } from "./patiently.ts";

export interface ApplyChangeOptions {
  wait: boolean;
  /** The moment at which the wait ends; null for no limit. */
  deadline: number | null;
  /** Milliseconds for which it may wait for something outside it that is missing or has failed. */
  missingTimeout: number | undefined;
}

/** How long commands wait by default. */
const DEFAULT_TIMEOUT_MS = 600_000;

/** The moment at which something ends that may take so long; null for no limit. */
export function deadlineOf(timeout: number = DEFAULT_TIMEOUT_MS): number | null {
  return timeout === 0 ? null : Date.now() + timeout;
}

/** Time left until the deadline, in milliseconds; 0 for no limit. */
export function leftOf(deadline: number | null): number {
  return deadline === null ? 0 : Math.max(1, deadline - Date.now());
}

/**
 * Applies a planned change, waits for what is in flight before, and, if wanted, until it is carried out.
 *
 * @throws ConflictError if what it was planned on has changed, or resources are still in flight when the time is up
 */
export async function applyChange(
  session: Session,
  change: Change,
  { wait, deadline, missingTimeout }: ApplyChangeOptions,
): Promise<Followed> {
  const client = await session.client();
  const { signal } = session.io;
  let applied = false;
  const text = () =>
    applied ? goesOnText(change) : `It may have been applied: \`pragma changes show ${change.id}\` says so.`;
  return sayOnInterrupt(session, text, async () => {
    const onBusy = busyTeller(session, client);
    const apply = () => client.changes.apply(change, { signal, busyTimeout: leftOf(deadline), onBusy });
    const begun = await patiently(apply, { signal, deadline }).catch(async (error: unknown) => {
      if (!isBusy(error)) throw error;
      const lines = await describeBusy(client, error.facts.busy ?? [], signal);
      throw new CliError([`Change ${change.id} was not applied`, ...lines].join("\n"), { exitCode: EXIT.conflict });
    });
    applied = true;
    if (!wait) return { change: begun, actions: begun.actions, error: null };
    return followChange(session, begun, { timeout: leftOf(deadline), missingTimeout });
  });
}

/** Message for a command that ends while a change is carried out. */
export function goesOnText({ id }: Change): string {
  return `The change continues without this command: \`pragma changes wait ${id}\` waits for it.`;
}

/** Says once for each set of resources that the apply waits for them. */
function busyTeller(session: Session, client: Pragma): (ids: string[]) => void {
  let said = "";
  return (ids) => {
    if (said === ids.join()) return;
    said = ids.join();
    void describeBusy(client, ids, session.io.signal).then((lines) => {
      if (lines.length > 0) session.note(`Waiting: ${lines.join("\n")}`);
    });
  };
}

function isBusy(error: unknown): error is Error & { facts: { busy?: string[] } } {
  return error instanceof Error && "code" in error && error.code === "change_in_flight" && "facts" in error;
}

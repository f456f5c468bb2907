import { isReady } from "@pragma/contract/lifecycle";
import type { Change, ChangeAction } from "@pragma/sdk";
import { readIfAny } from "../resource/read-if-any.ts";
import type { Session } from "../session/session.ts";

/** Resources whose changes are looked up. */
const MOST = 5;

/** Advises on a change that failed, or waits for what may never come. */
export async function adviceOn(session: Session, change: Change, actions: readonly ChangeAction[]): Promise<string> {
  if (change.status !== "applying") {
    return `What succeeded stays. Fix it and apply again, or undo all of it with \`pragma changes revert ${change.id}\`.`;
  }
  const carriers = await carriersOf(session, change, actions);
  const commands = (carriers.length === 0 ? [change.id] : carriers).map((id) => `\`pragma changes end ${id}\``);
  const earlier = carriers.length === 0 ? "" : "An earlier change declared the same and carries it out. ";
  return `Fix it and apply again: what waits is replaced. ${earlier}${commands.join(" and ")} gives up what waits.`;
}

/** Changes that carry out what this one declares, too, and has joined: ending this one would leave that waiting. */
export async function carriersOf(
  session: Session,
  { id }: Change,
  actions: readonly ChangeAction[],
): Promise<string[]> {
  const client = await session.client();
  const read = ({ resource }: ChangeAction) =>
    readIfAny(client, resource.id, session.io.signal).then(
      (found) => (found === null || isReady(found.lifecycle_state) ? null : found.change_id),
      () => null,
    );
  const found = await Promise.all(actions.filter(hasJoined).slice(0, MOST).map(read));
  return [...new Set(found.filter((one) => one !== null && one !== id))] as string[];
}

function hasJoined({ action, changes, state }: ChangeAction): boolean {
  const isOpen = state === "waiting" || state === "superseded";
  return isOpen && changes.length === 0 && (action === "create" || action === "update");
}

import { isFailedAction } from "@pragma/contract/change-values";
import type { Change } from "@pragma/sdk";
import type { Session } from "../session/session.ts";
import { carriersOf } from "./advice.ts";
import { readActions } from "./read-actions.ts";
import { outcomeOf } from "./show/outcome-text.ts";

/** Says what became of a change that was ended: what was given back, what runs on, and what others carry out. */
export async function reportEnding(session: Session, change: Change): Promise<void> {
  const client = await session.client();
  const actions = await readActions(client, change, session.io.signal);
  const { notDone, done } = outcomeOf(change, actions);
  const counts = [notDone, done].filter(Boolean).join(", ");
  const isOver = change.status !== "applying";
  await session.emit(
    { ...change, actions },
    () => `${change.id} ${endingWords(change)}${counts === "" ? "" : `: ${counts}`}`,
  );
  if (!isOver) {
    session.note(`What runs is waited for: \`pragma changes wait ${change.id}\` says when it has ended.`);
  } else if (actions.some((action) => isFailedAction(action) && action.attempts === 0)) {
    session.note("What had not begun has its config and state of before. What never existed has failed.");
  }
  const carriers = await carriersOf(session, change, actions);
  for (const id of carriers)
    session.note(`An earlier change carries on what it had joined: \`pragma changes end ${id}\`.`);
}

function endingWords({ status, ended_at }: Change): string {
  if (status === "applying") return "is ending";
  return ended_at ? "has ended" : `had ${status} already`;
}

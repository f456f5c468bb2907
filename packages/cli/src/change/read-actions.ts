import type { Change, ChangeAction, Pragma } from "@pragma/sdk";
import { actionCount } from "./show/action-count.ts";

const PAGE = 1_000;

/** Whether a change carries all of its actions. */
export function hasAllActions({ actions, counts }: Change): boolean {
  return actions.length >= actionCount(counts);
}

/** All actions of a change: those that it carries, or, if it has more, all pages of them. */
export async function readActions(client: Pragma, change: Change, signal: AbortSignal): Promise<ChangeAction[]> {
  if (hasAllActions(change)) return change.actions;
  return client.changes.actions(change, { pageSize: PAGE, signal }).toArray();
}

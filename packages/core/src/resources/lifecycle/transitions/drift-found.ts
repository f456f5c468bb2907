import { type DriftStatus, type Finding, isFinding } from "@pragma/contract";
import type { HistoryEntry, ResourceRow } from "@pragma/db/queries";
import { SYSTEM_ACTOR_JSON } from "../states/actor.ts";
import { type Change, historyEntry } from "../states/transition.ts";

/**
 * A check found something else than the one before. Its state stays as it is. That it is in sync is no news of what nobody has looked
 * at before, and the history does not tell it.
 * @param changes what differs, as a history shows it
 * @param before what the last check found, which a success may have cleared without telling it
 */
export function driftFound(
  row: Pick<ResourceRow, "key" | "drift" | "lifecycle_state" | "generation">,
  drift: DriftStatus,
  changes: readonly object[],
  before: Finding | null,
): Change {
  const { lifecycle_state: state, generation } = row;
  const by = { actor: SYSTEM_ACTOR_JSON, correlationId: row.key, changeId: null };
  const places = { eventType: "DRIFT", fromState: state, toState: state, generation, eventId: null };
  const tell = (told: readonly object[]): HistoryEntry => historyEntry(by, places, { changes: JSON.stringify(told) });
  const history: HistoryEntry[] = [];
  if (before !== null && !isFinding(row.drift)) history.push(tell([{ path: "drift", before, after: row.drift }]));
  if (isFinding(drift) || isFinding(row.drift)) {
    const word = row.drift === drift ? [] : [{ path: "drift", before: row.drift, after: drift }];
    history.push(tell([...word, ...changes]));
  }
  return { patch: { drift }, effects: history.length > 0 ? { history } : {} };
}

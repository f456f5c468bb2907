import { type LifecycleState, parseKey, resourceId, type StateChange } from "@pragma/contract";
import type { ChangeRow } from "@pragma/db/queries";
import { base36 } from "./position.ts";

/** One event, shared by all subscribers of its organization. */
export interface StateEvent {
  readonly id: string;
  /** JSON text of a StateChange. */
  readonly data: string;
}

/** Events delivered together. Many subscribers share the list, so a frame made from it can be cached by identity. */
export type StateEvents = readonly StateEvent[];

/** The rows of one batch as events. @param prefix of the ids of the batch */
export function stateEvents(rows: readonly ChangeRow[], prefix: string): StateEvents {
  return rows.map((row) => stateEvent(row, prefix));
}

/** A row as an event. @param prefix of the ids of its batch */
export function stateEvent(row: ChangeRow, prefix: string): StateEvent {
  const id = prefix + base36(row.id);
  return { id, data: JSON.stringify(stateChange(row, id)) };
}

function stateChange(row: ChangeRow, id: string): StateChange {
  // Keys are only ever written from validated identities.
  const ref = parseKey(row.resource_key) ?? { provider: "", resource: "", name: row.resource_key };
  return {
    id,
    resource_id: resourceId(ref),
    ...ref,
    lifecycle_state: row.to_state as LifecycleState | null,
    generation: row.generation,
    error: row.error,
    updated_at: row.timestamp,
  };
}

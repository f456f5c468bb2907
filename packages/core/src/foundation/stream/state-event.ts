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

/** Characters of data in a part, unless one event has more. */
const MAX_PART_LENGTH = 256 * 1024;

/**
 * Rows of one batch and organization as events, in parts that a reader is given one after the other: none takes much
 * memory, however long the errors in it are.
 * @param prefix of the ids of the batch
 */
export function* stateEvents(rows: readonly ChangeRow[], prefix: string): Generator<StateEvents> {
  let part: StateEvent[] = [];
  let length = 0;
  for (const row of rows) {
    const event = stateEvent(row, prefix);
    length += event.data.length;
    if (part.length > 0 && length > MAX_PART_LENGTH) {
      yield part;
      part = [];
      length = event.data.length;
    }
    part.push(event);
  }
  if (part.length > 0) yield part;
}

function stateEvent(row: ChangeRow, prefix: string): StateEvent {
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

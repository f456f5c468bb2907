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
 * Rows of one batch and organization as events, in parts that a reader can be given one after the other: no part takes
 * much memory, however long the errors in it are.
 * @param prefix of the ids of the batch
 */
export function stateEvents(rows: readonly ChangeRow[], prefix: string): StateEvents[] {
  const parts: StateEvent[][] = [];
  let length = 0;
  for (const row of rows) {
    const event = stateEvent(row, prefix);
    length += event.data.length;
    const part = parts.at(-1);
    if (part && length <= MAX_PART_LENGTH) {
      part.push(event);
    } else {
      parts.push([event]);
      length = event.data.length;
    }
  }
  return parts;
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

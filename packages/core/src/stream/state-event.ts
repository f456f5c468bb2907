import { type LifecycleState, parseKey, resourceId, type StateChange } from "@pragma/contract";
import type { ChangeRow } from "@pragma/db/queries";
import { base36 } from "./position.ts";

/** One event as all subscribers of its organization share it. */
export interface StateEvent {
  readonly id: string;
  /** JSON text of a StateChange. */
  readonly data: string;
}

/** Events that belong together in time; shared by many subscribers, so a frame made of it can be kept by its identity. */
export type StateEvents = readonly StateEvent[];

/** The rows of one batch as events. @param prefix what the ids of the batch begin with */
export function stateEvents(rows: readonly ChangeRow[], prefix: string): StateEvents {
  return rows.map((row) => {
    const id = prefix + base36(row.id);
    return { id, data: JSON.stringify(stateChange(row, id)) };
  });
}

function stateChange(row: ChangeRow, id: string): StateChange {
  // Keys are written from validated identities only.
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

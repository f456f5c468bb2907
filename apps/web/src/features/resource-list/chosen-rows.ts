import { resourceKey, type StateChange } from "@pragma/contract";
import type { ListRow } from "./list-types.ts";

/** Rows that were selected one by one, as they were then: the list may have let go of them since. */
export interface Chosen {
  /** Filter of the list in which they were selected. */
  filter: string;
  rows: ReadonlyMap<string, ListRow>;
}

export const NONE_CHOSEN: Chosen = { filter: "", rows: new Map() };

/**
 * The selected rows of a list, by key.
 * @param lines those of the table: rows, and what cannot be selected
 * @param everything all rows that are loaded are selected
 */
export function selectedIn(
  lines: readonly (ListRow | null)[],
  filter: string,
  { filter: filterBefore, rows: chosen }: Chosen,
  everything: boolean,
): ReadonlyMap<string, ListRow> {
  // In a list with other filters, only what it shows too.
  const selected = new Map(filterBefore === filter ? chosen : []);
  if (chosen.size === 0 && !everything) return selected;
  for (const row of lines) {
    if (!row || !(everything || chosen.has(row.key))) continue;
    const followed = chosen.get(row.key);
    selected.set(row.key, followed && followed.updated_at > row.updated_at ? followed : row);
  }
  return selected;
}

/** Deselects rows that are gone, and updates the states of others. @returns the same object if nothing changed */
export function follow(chosen: Chosen, changes: readonly StateChange[]): Chosen {
  const concerned = changes.filter((change) => chosen.rows.has(resourceKey(change)));
  if (concerned.length === 0) return chosen;
  const rows = new Map(chosen.rows);
  for (const change of concerned) {
    const { lifecycle_state, updated_at } = change;
    const key = resourceKey(change);
    const row = rows.get(key);
    if (lifecycle_state === null) rows.delete(key);
    else if (row) rows.set(key, { ...row, lifecycle_state, updated_at });
  }
  return { ...chosen, rows };
}

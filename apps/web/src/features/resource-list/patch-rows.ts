import { resourceKey, type StateChange } from "@pragma/contract";
import type { ListFilters } from "./filters.ts";
import { isAbove, isMoved } from "./list-order.ts";
import type { ListData, ListRow } from "./list-types.ts";

export interface Patched {
  /** The same object if nothing in it changed. */
  data: ListData;
  /** Ids of resources that belong between the loaded rows and are not among them, as far as the changes tell. */
  unseen: string[];
  /** Ids of loaded rows that belong elsewhere by now. */
  moved: string[];
  /** Ids of resources that are not loaded, and do not belong between the rows either, or have gone. */
  elsewhere: string[];
  /** Ids of the changed rows: what the stream does not carry is to be read again. */
  patched: string[];
}

/**
 * Updates the loaded rows in place. A row stays even if its new state does not match the filter: what the user looks at
 * must not vanish under the pointer. Only deleted rows go.
 */
export function patchRows(data: ListData, changes: readonly StateChange[], filters: ListFilters): Patched {
  if (changes.length === 0) return { data, unseen: [], moved: [], elsewhere: [], patched: [] };
  const latest = new Map(changes.map((change) => [change.resource_id, change]));
  const known = new Set<string>();
  const moved: string[] = [];
  const patched: string[] = [];
  let touched = false;
  const pages = data.pages.map((page) => {
    let touchedHere = false;
    const items = page.items.flatMap((row) => {
      const change = latest.get(row.id);
      if (!change) return [row];
      known.add(row.id);
      // The stream delivers at least once, and a page may have been read after the change.
      if (change.updated_at < row.updated_at) return [row];
      touchedHere = true;
      if (change.lifecycle_state !== null && isMoved(row, change, filters)) moved.push(row.id);
      if (change.lifecycle_state === null) return [];
      patched.push(row.id);
      return [patchRow(row, change)];
    });
    touched ||= touchedHere;
    return touchedHere ? { ...page, items } : page;
  });
  const unseen: string[] = [];
  const elsewhere: string[] = [];
  for (const [id, change] of latest) {
    if (change.lifecycle_state === null) elsewhere.push(id);
    else if (!known.has(id)) (belongs(change, data, filters) ? unseen : elsewhere).push(id);
  }
  return { data: touched ? { ...data, pages } : data, unseen, moved, elsewhere, patched };
}

function patchRow(row: ListRow, change: StateChange): ListRow {
  const { lifecycle_state, error, generation, updated_at } = change;
  if (lifecycle_state === null) return row;
  const patched = { ...row, lifecycle_state, error, generation, updated_at };
  // What it waits for is read again with the rows in view. A row that was read after the change tells it already.
  return updated_at === row.updated_at ? patched : { ...patched, waits_for: null, next_attempt_at: null };
}

/** Whether it would be among the loaded rows, as far as a change says: it has no tags and no set. */
function belongs(change: StateChange, { pages }: ListData, filters: ListFilters): boolean {
  const { q, provider, type, state } = filters;
  if (provider && change.provider !== provider) return false;
  if (type && change.resource !== type) return false;
  if (state && change.lifecycle_state !== state) return false;
  // As the server looks for it.
  const text = q?.trim().toLowerCase();
  if (text && !resourceKey(change).toLowerCase().includes(text)) return false;
  // Rows after the loaded ones are read when the user scrolls to them.
  const last = pages.at(-1);
  return !last?.nextCursor || isAbove(change, last.nextCursor, filters);
}

/** Puts refetched rows in their places: they bring marks and tags, which the stream does not carry. */
export function replaceRows(data: ListData, fresh: readonly ListRow[]): ListData {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const pages = data.pages.map((page) => {
    if (!page.items.some((row) => byId.has(row.id))) return page;
    const items = page.items.map((row) => {
      const found = byId.get(row.id);
      return found && found.updated_at >= row.updated_at ? found : row;
    });
    return { ...page, items };
  });
  return { ...data, pages };
}

/** Ids of the refetched rows that are not older than what is shown. */
export function readRows(data: ListData, fresh: readonly ListRow[]): string[] {
  const shown = new Map(rowsOf(data).map((row) => [row.id, row.updated_at]));
  return fresh.filter(({ id, updated_at }) => updated_at >= (shown.get(id) ?? "")).map(({ id }) => id);
}

/** Ids of the refetched rows that have another place than the one where they are shown. */
export function movedRows(data: ListData, fresh: readonly ListRow[], filters: ListFilters): string[] {
  const shown = new Map(rowsOf(data).map((row) => [row.id, row]));
  return fresh.flatMap((row) => {
    const before = shown.get(row.id);
    return before && row.updated_at >= before.updated_at && isMoved(before, row, filters) ? [row.id] : [];
  });
}

/** Only the first pages: the others are refetched when the user scrolls to them. */
export function firstPages(data: ListData, count: number): ListData {
  return { pages: data.pages.slice(0, count), pageParams: data.pageParams.slice(0, count) };
}

/** All loaded rows. One that moved down in an order by time, between two pages, is on both. */
export function rowsOf({ pages }: ListData): ListRow[] {
  const rows = new Map<string, ListRow>();
  for (const row of pages.flatMap((page) => page.items)) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}

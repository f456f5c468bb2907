import type { StateChange } from "@pragma/contract";
import type { ListFilters } from "./filters.ts";
import type { ListData, ListRow } from "./list-types.ts";

export interface Patched {
  /** The same object if nothing in it changed. */
  data: ListData;
  /** Ids of resources that belong between the loaded rows but are missing: new ones, or new to the filters. */
  unseen: string[];
}

/**
 * Updates the loaded rows in place. A row stays even if its new state does not match the filter: what the user looks at
 * must not vanish under the pointer. Only deleted rows go.
 */
export function patchRows(data: ListData, changes: readonly StateChange[], filters: ListFilters): Patched {
  const latest = new Map(changes.map((change) => [change.resource_id, change]));
  const known = new Set<string>();
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
      return change.lifecycle_state === null ? [] : [patchRow(row, change)];
    });
    touched ||= touchedHere;
    return touchedHere ? { ...page, items } : page;
  });
  const unseen = [...latest.values()].filter(
    (change) => !known.has(change.resource_id) && belongs(change, data, filters),
  );
  return { data: touched ? { ...data, pages } : data, unseen: unseen.map((change) => change.resource_id) };
}

function patchRow(row: ListRow, change: StateChange): ListRow {
  const { lifecycle_state, error, generation, updated_at } = change;
  // What it waits for is read again with the rows in view.
  return lifecycle_state === null ? row : { ...row, lifecycle_state, error, generation, updated_at, waits_for: null };
}

/** Whether it would be among the loaded rows, as far as a change says: it has no tags. */
function belongs(change: StateChange, { pages }: ListData, { q, provider, type, state }: ListFilters): boolean {
  if (change.lifecycle_state === null) return false;
  if (provider && change.provider !== provider) return false;
  if (type && change.resource !== type) return false;
  if (state && change.lifecycle_state !== state) return false;
  const text = q?.trim().toLowerCase();
  if (text && ![change.name, change.resource, change.provider].some((part) => part.toLowerCase().includes(text))) {
    return false;
  }
  const last = pages.at(-1);
  // Rows after the loaded ones are read when the user scrolls to them.
  return !last?.nextCursor || comparePlaces(change, last.nextCursor) <= 0;
}

type Place = { name: string; provider: string; resource: string };

/** The order of lists. All three are ASCII, so that code units compare as bytes do. */
function comparePlaces(a: Place, b: Place): number {
  return compare(a.name, b.name) || compare(a.provider, b.provider) || compare(a.resource, b.resource);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
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

/** Only the first page: the others are refetched when the user scrolls to them. */
export function firstPageOf(data: ListData): ListData {
  return { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) };
}

/** The pages that hold the rows from `start` to `end`, by index. */
export function pagesOfRows(data: ListData, start: number, end: number): number[] {
  const found: number[] = [];
  let first = 0;
  for (const [index, { items }] of data.pages.entries()) {
    if (first <= end && first + items.length > start) found.push(index);
    first += items.length;
  }
  return found;
}

import { replaceEqualDeep } from "@tanstack/react-query";
import type { ListData, ListPage, ListRow } from "./list-types.ts";

/** All loaded rows. One that moved down in an order by time, between two pages, is on both. */
export function rowsOf({ pages }: ListData): ListRow[] {
  const rows = new Map<string, ListRow>();
  for (const page of pages) for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}

/**
 * Puts rows that were read again where they are shown: what the user looks at must not move or vanish under the pointer, even
 * where it has another place by now. Only what does not exist any more goes.
 * @param gone ids of rows
 * @returns the same object if nothing in it changed
 */
export function refreshRows(data: ListData, fresh: readonly ListRow[], gone: ReadonlySet<string>): ListData {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  return mapPages(data, (page) => {
    if (!page.items.some(({ id }) => byId.has(id) || gone.has(id))) return page;
    const items = page.items.flatMap((row) => (gone.has(row.id) ? [] : [refreshed(row, byId.get(row.id))]));
    return items.length === page.items.length && items.every((row, index) => row === page.items[index])
      ? page
      : { ...page, items };
  });
}

/**
 * Merges a read that has ended into the shown data. Rows may have been read again meanwhile: an older answer must not be
 * seen, not for a frame.
 * @param isMore one more page was read, to which the others are added as they were when it was asked for
 */
export function mergeRead(before: ListData | undefined, read: ListData, isMore: boolean): ListData {
  if (!before) return read;
  const known = new Map(rowsOf(before).map((row) => [row.id, row]));
  const merge = (page: ListPage): ListPage => ({
    ...page,
    items: page.items.map((row) => {
      const other = known.get(row.id);
      return other && other.updated_at > row.updated_at ? { ...other, place: row.place } : row;
    }),
  });
  const hasMore = isMore && read.pages.length > before.pages.length;
  if (!hasMore) return mapPages(read, (page, index) => (page === before.pages[index] ? page : merge(page)));
  const [page, param] = [read.pages.at(-1), read.pageParams.at(-1)];
  // It does not follow if those before it were let go.
  if (!page || !isEqual(before.pages.at(-1)?.nextCursor, param)) return before;
  return { pages: [...before.pages, merge(page)], pageParams: [...before.pageParams, param ?? null] };
}

/**
 * Puts the first page in the place of the one before, which went as far unless there is no room for all that is new.
 * @param isAll whether nothing is new in the pages below; otherwise they are let go, and read when the user scrolls there
 */
export function replaceTop({ pages, pageParams }: ListData, top: ListPage, isAll: boolean): ListData {
  const hasRoom = top.nextCursor === null;
  const rest = isAll && hasRoom ? pages.slice(1) : [];
  const nextCursor = hasRoom ? (pages[0]?.nextCursor ?? null) : top.nextCursor;
  return { pages: [{ ...top, nextCursor }, ...rest], pageParams: pageParams.slice(0, rest.length + 1) };
}

function refreshed(row: ListRow, fresh: ListRow | undefined): ListRow {
  if (!fresh || fresh.updated_at < row.updated_at) return row;
  return replaceEqualDeep(row, { ...fresh, place: row.place });
}

function mapPages(data: ListData, change: (page: ListPage, index: number) => ListPage): ListData {
  const pages = data.pages.map(change);
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

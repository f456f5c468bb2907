"use client";

import { DEFAULT_SORT, type StateChange } from "@pragma/contract";
import { hashKey, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { RowFilters } from "./filters.ts";
import { heldKeys, heldPages, letGo } from "./held-rows.ts";
import type { ListRead } from "./list-reads.ts";
import type { ListData, ListRow } from "./list-types.ts";
import { movedRows, patchRows, readRows, replaceRows, rowsOf } from "./patch-rows.ts";
import { splitKeys } from "./split-keys.ts";
import { UnseenRows } from "./unseen-rows.ts";
import { useListReads } from "./use-list-reads.ts";

/** How often new rows are fetched, and marks that the stream does not carry. */
const REFRESH_MS = 1500;
/** The same in an order that has no index, where the first page costs a look at all rows. */
const REFRESH_SORTED_MS = 4000;
/** How long rows that changed out of view are shown, once they are in it, until they are read again. */
const CATCH_UP_MS = 150;
/** Pages that are read again when rows come in at the top; those below are let go, and read when the user scrolls there. */
const KEPT_PAGES = 3;
/** What is selected is not let go. With selected rows on more pages than these, new ones are only counted. */
const HELD_PAGES = 20;
/** Rows that are read at once. */
const MAX_REREAD = 200;
/** Closer to the top than this, new rows push away nothing that the user reads. */
const TOP_PX = 80;

export interface LiveRows {
  /** Ids of resources that belong between these rows and are not shown yet, or belong elsewhere by now. */
  unseen: readonly string[];
  /** Refetches the list from its first page. */
  showUnseen: () => void;
  /** Must be told which rows are in view. */
  onView: (start: number, end: number) => void;
  /** Must be told which rows are selected, by their keys: they are not let go. */
  onHold: (keys: ReadonlySet<string>) => void;
}

/** What has changed while a page is loading: its answer may be older, or is merged with the rows as they were. */
export interface Meanwhile {
  readonly changes: readonly StateChange[];
  /** Ids of rows in the answer that have another place since. */
  readonly moved: readonly string[];
}

export const NOTHING: Meanwhile = { changes: [], moved: [] };

interface LiveRowsOptions {
  queryKey: QueryKey;
  filters: RowFilters;
  refetch: () => Promise<{ isError: boolean }>;
  fetchNextPage: () => Promise<{ isError: boolean }>;
  meanwhile: RefObject<Meanwhile>;
}

/**
 * Keeps loaded rows in step with the stream: changes are patched in place. New resources are read at once if the reader
 * is at the top, and otherwise only counted, so that nothing moves under the eyes.
 */
export function useLiveRows({ queryKey, filters, refetch, fetchNextPage, meanwhile }: LiveRowsOptions): LiveRows {
  const queryClient = useQueryClient();
  const client = useTRPCClient();
  const view = useRef({ start: 0, end: 0 });
  const unseenRows = useRef(new UnseenRows(filters));
  /** Rows that the stream changed, and that have not been read since: it does not say what they wait for. */
  const unread = useRef(new Set<string>());
  const held = useRef<ReadonlySet<string>>(new Set());
  const [unseen, setUnseen] = useState<readonly string[]>([]);
  const countUnseen = (): void => {
    const ids = unseenRows.current.ids;
    setUnseen((before) => (before.join() === ids.join() ? before : ids));
  };

  const hash = hashKey(queryKey);
  // Before it listens: the stream repeats what came while the page was on its way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was counted belongs to the filters of before
  useEffect(() => {
    unseenRows.current = new UnseenRows(filters);
    unread.current = new Set();
    meanwhile.current = NOTHING;
    countUnseen();
  }, [hash]);

  /** Also while a read is paused, which it is in a hidden tab or without a network, before it is tried again. */
  const isLoading = (): boolean => (queryClient.getQueryState(queryKey)?.fetchStatus ?? "idle") !== "idle";

  const patch = (changes: readonly StateChange[]): void => {
    const before = queryClient.getQueryData<ListData>(queryKey);
    if (!before || changes.length === 0) return;
    const patched = patchRows(before, changes, filters);
    if (patched.data !== before) queryClient.setQueryData(queryKey, patched.data);
    for (const id of patched.patched) unread.current.add(id);
    for (const { resource_id, lifecycle_state } of changes) {
      if (lifecycle_state === null) unread.current.delete(resource_id);
    }
    unseenRows.current.note(changes, patched);
    countUnseen();
  };

  /** Whether anybody still looks at these rows: what is written to others would pass for fresh. */
  const isShown = (): boolean => queryClient.getQueryCache().find({ queryKey, exact: true })?.isActive() ?? false;

  /** Loads some pages, until rows are there again that new ones have pushed out at the end: they may also match no more. */
  const loadPast = async (keys: readonly string[]): Promise<void> => {
    for (let pages = 0; pages < KEPT_PAGES && isShown(); pages++) {
      const data = queryClient.getQueryData<ListData>(queryKey);
      const isThere = data && heldKeys(data, new Set(keys)).length === keys.length;
      if (isThere || !data?.pages.at(-1)?.nextCursor) return;
      if ((await fetchNextPage()).isError) return;
    }
  };

  const showUnseen = async (): Promise<void> => {
    unseenRows.current.take();
    countUnseen();
    const shown = queryClient.setQueryData<ListData>(
      queryKey,
      (before) => before && letGo(before, held.current, KEPT_PAGES),
    );
    // Rows in a state that no longer matches will not be there again.
    const kept = shown ? heldKeys(shown, held.current, filters.state) : [];
    const { isError } = await refetch();
    if (!isError && kept.length > 0) await loadPast(kept);
  };

  const inView = (): ListRow[] => {
    const { start, end } = view.current;
    const data = queryClient.getQueryData<ListData>(queryKey);
    return (data ? rowsOf(data) : []).slice(start, end + 1);
  };

  const reread = async (rows: readonly ListRow[], open: readonly string[] = []): Promise<void> => {
    const asked = open.slice(0, MAX_REREAD);
    const keys = [...new Set([...rows.map(({ key }) => key), ...asked])];
    if (keys.length === 0) return;
    // Meanwhile the filters may have changed.
    const [judged, toRead] = [unseenRows.current, unread.current];
    // A read that fails leaves the rows as they are: the next change tries again.
    const read = splitKeys(keys).map((part) => client.resources.rows.query({ keys: part }).catch(() => []));
    const fresh = (await Promise.all(read)).flat();
    const before = queryClient.getQueryData<ListData>(queryKey);
    if (!before || !isShown()) return;
    // A row may be read here before the stream tells of its change.
    const moved = movedRows(before, fresh, filters);
    // To write the same rows would tell the cache that they are fresh.
    if (fresh.length > 0) queryClient.setQueryData<ListData>(queryKey, replaceRows(before, fresh));
    // A page that is on its way is merged with the rows as they were when it was asked for.
    if (!isLoading()) for (const id of readRows(before, fresh)) toRead.delete(id);
    judged.move(moved);
    judged.judge(asked, fresh);
    countUnseen();
    if (moved.length > 0 || judged.open.length > 0) refresh();
  };

  /** Whether new rows come in by themselves: to a reader at the top, unless too many pages would have to be read with them. */
  const isOpenToNew = (): boolean => {
    const data = queryClient.getQueryData<ListData>(queryKey);
    return window.scrollY < TOP_PX && (data === undefined || heldPages(data, held.current) <= HELD_PAGES);
  };

  const refresh = useThrottledRefresh(
    async () => {
      if (unseenRows.current.ids.length === 0 || !isOpenToNew()) await reread(inView(), unseenRows.current.open);
      if (unseenRows.current.ids.length > 0 && isOpenToNew()) await showUnseen();
    },
    { after: filters.sort === DEFAULT_SORT ? REFRESH_MS : REFRESH_SORTED_MS },
  );

  const catchUp = useThrottledRefresh(() => reread(inView().filter(({ id }) => unread.current.has(id))), {
    after: CATCH_UP_MS,
  });

  const onRead = ({ isWhole, error }: ListRead): void => {
    const { changes, moved } = meanwhile.current;
    meanwhile.current = NOTHING;
    const data = queryClient.getQueryData<ListData>(queryKey);
    if (data && !error) {
      patch(changes);
      unseenRows.current.found(rowsOf(data), isWhole);
    } else if (isWhole) {
      // The next change tries again.
      unseenRows.current.putBack();
    }
    unseenRows.current.move(moved);
    countUnseen();
    if (unread.current.size > 0) catchUp();
  };
  useListReads(hash, onRead);

  useLiveChanges((changes) => {
    if (isLoading()) {
      const before = meanwhile.current;
      meanwhile.current = { ...before, changes: [...before.changes, ...changes] };
    }
    patch(changes);
    refresh();
  });

  return {
    unseen,
    showUnseen: () => {
      window.scrollTo({ top: 0 });
      void showUnseen();
    },
    onView: (start, end) => {
      const { start: startBefore, end: endBefore } = view.current;
      if (start === startBefore && end === endBefore) return;
      view.current = { start, end };
      if (unread.current.size > 0) catchUp();
    },
    onHold: (keys) => {
      held.current = keys;
    },
  };
}

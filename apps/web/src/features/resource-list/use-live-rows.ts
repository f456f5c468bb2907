"use client";

import { DEFAULT_SORT, type StateChange } from "@pragma/contract";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { ListFilters } from "./filters.ts";
import type { ListData, ListRow } from "./list-types.ts";
import { firstPageOf, isMissing, movedRows, patchRows, readRows, replaceRows, rowsOf } from "./patch-rows.ts";

/** How often new rows are fetched, and marks that the stream does not carry. */
const REFRESH_MS = 1500;
/** The same in an order that has no index, where the first page costs a look at all rows. */
const REFRESH_SORTED_MS = 4000;
/** How long rows that changed out of view are shown, once they are in it, until they are read again. */
const CATCH_UP_MS = 150;
/** Pages that are read again along with the first one. Without them, what is selected there would be let go for a moment. */
const KEPT_PAGES = 3;
/** Rows in view, at most. */
const MAX_REREAD = 200;
/** Closer to the top than this, new rows push away nothing that the user reads. */
const TOP_PX = 80;

export interface LiveRows {
  /** Resources that belong between these rows and are not shown yet, or belong elsewhere by now. */
  unseen: number;
  /** Refetches the list from its first page. */
  showUnseen: () => void;
  /** Must be told which rows are in view. */
  onView: (start: number, end: number) => void;
}

interface LiveRowsOptions {
  queryKey: QueryKey;
  filters: ListFilters;
  data: ListData | undefined;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
  /** Filled with what changes while a page is loading: its answer may be older, or is merged with the rows as they were. */
  meanwhile: RefObject<StateChange[]>;
}

/**
 * Keeps loaded rows in step with the stream: changes are patched in place. New resources are read at once if the reader
 * is at the top, and otherwise only counted, so that nothing moves under the eyes.
 */
export function useLiveRows({ queryKey, filters, data, isFetching, refetch, meanwhile }: LiveRowsOptions): LiveRows {
  const queryClient = useQueryClient();
  const client = useTRPCClient();
  const view = useRef({ start: 0, end: 0 });
  const unseenIds = useRef(new Map<string, StateChange | null>());
  /** Resources that were looked up and do not match, such as by their tags: they are not counted again. */
  const ruledOut = useRef(new Set<string>());
  /** Rows that the stream changed, and that have not been read since: it does not say what they wait for. */
  const unread = useRef(new Set<string>());
  const wasFetching = useRef(isFetching);
  const [unseen, setUnseen] = useState(0);

  const isLoading = (): boolean => queryClient.isFetching({ queryKey, exact: true }) > 0;

  const patch = (changes: readonly StateChange[]): void => {
    const before = queryClient.getQueryData<ListData>(queryKey);
    if (!before) return;
    const patched = patchRows(before, changes, filters);
    if (patched.data !== before) queryClient.setQueryData(queryKey, patched.data);
    for (const id of patched.patched) unread.current.add(id);
    const latest = new Map(changes.map((change) => [change.resource_id, change]));
    for (const id of patched.unseen) {
      if (!ruledOut.current.has(id)) unseenIds.current.set(id, latest.get(id) ?? null);
    }
    for (const [id, { lifecycle_state }] of latest) {
      if (lifecycle_state !== null) continue;
      unseenIds.current.delete(id);
      unread.current.delete(id);
    }
    setUnseen(unseenIds.current.size);
  };

  const showUnseen = async (): Promise<void> => {
    const asked = [...unseenIds.current.values()];
    unseenIds.current.clear();
    setUnseen(0);
    queryClient.setQueryData<ListData>(queryKey, (before) =>
      before && before.pages.length > KEPT_PAGES ? firstPageOf(before) : before,
    );
    await refetch();
    const data = queryClient.getQueryData<ListData>(queryKey);
    for (const change of asked) {
      if (change && data && isMissing(change, data, filters)) ruledOut.current.add(change.resource_id);
    }
  };

  const rereadView = async (isAsked: (row: ListRow) => boolean = () => true): Promise<void> => {
    const { start, end } = view.current;
    const data = queryClient.getQueryData<ListData>(queryKey);
    const inView = (data ? rowsOf(data) : []).slice(start, Math.min(end + 1, start + MAX_REREAD));
    const keys = inView.filter(isAsked).map(({ key }) => key);
    if (keys.length === 0) return;
    // A read that fails leaves the rows as they are: the next change tries again.
    const fresh = await client.resources.rows.query({ keys }).catch(() => []);
    const before = queryClient.getQueryData<ListData>(queryKey);
    if (!before) return;
    // A row may be read here before the stream tells of its change.
    const moved = movedRows(before, fresh, filters);
    queryClient.setQueryData<ListData>(queryKey, replaceRows(before, fresh));
    // A page that is on its way is merged with the rows as they were when it was asked for.
    if (!isLoading()) for (const id of readRows(before, fresh)) unread.current.delete(id);
    if (moved.length === 0) return;
    for (const id of moved) unseenIds.current.set(id, null);
    setUnseen(unseenIds.current.size);
    refresh();
  };

  const refresh = useThrottledRefresh(
    () => (unseenIds.current.size > 0 && window.scrollY < TOP_PX ? showUnseen() : rereadView()),
    { after: filters.sort === DEFAULT_SORT ? REFRESH_MS : REFRESH_SORTED_MS },
  );

  const catchUp = useThrottledRefresh(() => rereadView(({ id }) => unread.current.has(id)), { after: CATCH_UP_MS });

  useLiveChanges((changes) => {
    if (isLoading()) meanwhile.current.push(...changes);
    patch(changes);
    refresh();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once what was on its way has arrived, not each render
  useEffect(() => {
    const hasArrived = wasFetching.current && !isFetching;
    wasFetching.current = isFetching;
    if (isFetching) return;
    const changes = meanwhile.current;
    meanwhile.current = [];
    if (changes.length > 0) patch(changes);
    if (hasArrived && unread.current.size > 0) catchUp();
  }, [isFetching, data]);

  const list = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was counted belongs to the filters of before
  useEffect(() => {
    unseenIds.current.clear();
    ruledOut.current.clear();
    unread.current.clear();
    meanwhile.current = [];
    setUnseen(0);
  }, [list]);

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
  };
}

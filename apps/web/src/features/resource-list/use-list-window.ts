"use client";

import { sortField } from "@pragma/contract";
import { hashKey, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useInView } from "~/features/live/use-in-view.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { listOf, PAGE_SIZE, type RowFilters } from "./filters.ts";
import { ListWindow } from "./list-window.ts";
import type { Turns } from "./use-turns.ts";

/** How often the first page is read in an order that has no index, which costs a look at all rows. */
const SORTED_EVERY_MS = 4000;
/** Closer to the top than this, new rows push away nothing that the user reads. */
const TOP_PX = 80;
/** An answer is of now. */
const ONCE = { staleTime: 0, gcTime: 0 };
const NONE: readonly string[] = [];

export interface ShownWindow {
  /** Ids of resources that belong between these rows and are not shown yet, or belong elsewhere by now. */
  unseen: readonly string[];
  /** Shows them, from the top of the list. */
  showUnseen: () => void;
  /** Must be told which rows are in view. */
  onView: (start: number, end: number) => void;
}

/** Keeps the pages of a list in step with the server: see `ListWindow`. Nothing is read while the tab is hidden. */
export function useListWindow(queryKey: QueryKey, filters: RowFilters, turns: Turns): ShownWindow {
  const client = useQueryClient();
  const trpc = useTRPC();
  const [news, setNews] = useState<{ of: ListWindow; ids: readonly string[] } | null>(null);
  const hash = hashKey(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another list
  const list = useMemo(() => {
    const read = () => (document.visibilityState === "hidden" ? Promise.resolve() : list.read());
    const input = listOf(filters);
    const list: ListWindow = new ListWindow({
      client,
      queryKey,
      isGroup: filters.group !== null,
      topPause: sortField(filters.sort) === "name" ? 0 : SORTED_EVERY_MS,
      readRows: (window) => client.fetchQuery(trpc.resources.rows.queryOptions({ ...input, ...window }, ONCE)),
      readTop: (until) =>
        client.fetchQuery(trpc.resources.list.queryOptions({ ...input, limit: PAGE_SIZE, until }, ONCE)),
      askForTurn: () => turns(read),
      isAtTop: () => window.scrollY < TOP_PX,
      onNews: (ids) =>
        setNews((before) => (before?.of === list && before.ids.join() === ids.join() ? before : { of: list, ids })),
    });
    return list;
  }, [client, trpc, hash, turns]);

  useEffect(() => list.start(), [list]);
  useLiveChanges((changes) => list.hear(changes));
  const isInView = useInView();
  useEffect(() => {
    if (isInView) list.resume();
  }, [isInView, list]);

  return {
    unseen: news?.of === list ? news.ids : NONE,
    showUnseen: () => {
      window.scrollTo({ top: 0 });
      void list.showNews().catch(() => undefined);
    },
    onView: (start, end) => list.view(start, end),
  };
}

"use client";

import { memo, useEffect, useRef } from "react";
import type { RowFilters } from "../filters.ts";
import { useResourceRows } from "../use-resource-rows.ts";
import type { Turns } from "../use-turns.ts";
import type { GroupRows } from "./group-types.ts";

export interface GroupLoaderProps {
  name: string;
  filters: RowFilters;
  /** Those of the page. */
  turns: Turns;
  /** Told whenever what is loaded changes. */
  onRows: (name: string, rows: GroupRows) => void;
}

/** Loads the rows of an open group and keeps them up to date. It shows nothing: all groups are lines of one table. */
export const GroupLoader = memo(function GroupLoader({ name, filters, turns, onRows }: GroupLoaderProps) {
  const list = useResourceRows(filters, turns);
  const { rows, hasMore, isStuck, isRetrying, isPending, isOld, error, unseen } = list;
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    onRows(name, {
      ...{ rows, hasMore, isStuck, isRetrying, isPending, isOld, error, unseen },
      showUnseen: () => latest.current.showUnseen(),
      onView: (start, end) => latest.current.onView(start, end),
      fetchMore: () => latest.current.fetchMore(),
      retry: () => latest.current.retry(),
    });
  }, [name, onRows, rows, hasMore, isStuck, isRetrying, isPending, isOld, error, unseen]);
  return null;
});

"use client";

import { useCallback, useState } from "react";
import { type ListFilters, listInput } from "../filters.ts";
import type { GroupRows } from "./group-types.ts";

export interface LoadedGroups {
  /** By the name of the group; of those that were closed, what was loaded last. */
  loaded: ReadonlyMap<string, GroupRows>;
  /** For the loader of each open group. */
  onRows: (name: string, rows: GroupRows) => void;
}

const NONE: ReadonlyMap<string, GroupRows> = new Map();

/** Collects what the groups of a list have loaded. Rows of other filters are forgotten. */
export function useGroupRows(filters: ListFilters): LoadedGroups {
  const list = JSON.stringify(listInput(filters));
  const [known, setKnown] = useState({ list, loaded: NONE });
  const onRows = useCallback(
    (name: string, rows: GroupRows) =>
      setKnown((before) => {
        const kept = before.list === list ? before.loaded : NONE;
        return { list, loaded: new Map(kept).set(name, rows) };
      }),
    [list],
  );
  return { loaded: known.loaded, onRows };
}

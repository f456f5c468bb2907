"use client";

import { useCallback, useMemo, useState } from "react";
import { type ListFilters, listInput } from "../filters.ts";
import type { ListRow } from "../list-types.ts";
import type { GroupRows } from "./group-types.ts";

export interface LoadedGroups {
  /** By the name of the group; of those that were closed, what was loaded last. */
  loaded: ReadonlyMap<string, GroupRows>;
  /** Rows of groups that are closed again. */
  hidden: readonly ListRow[];
  /** For the loader of each open group. */
  onRows: (name: string, rows: GroupRows) => void;
}

const NONE: ReadonlyMap<string, GroupRows> = new Map();

/** Collects what the groups of a list have loaded. Rows of other filters are forgotten. */
export function useGroupRows(filters: ListFilters, open: ReadonlySet<string>): LoadedGroups {
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
  const hidden = useMemo(
    () =>
      known.list === list ? [...known.loaded].flatMap(([name, { rows }]) => (open.has(name) ? [] : [...rows])) : [],
    [known, list, open],
  );
  return { loaded: known.loaded, hidden, onRows };
}

"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { follow, NONE_CHOSEN, selectedIn } from "./chosen-rows.ts";
import { filterOf, type ListFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";

export interface Selection {
  /** The selected rows, by key (`provider/resource/name`), whether the list has them loaded or not. */
  rows: ReadonlyMap<string, ListRow>;
  /** Every loaded row is selected. */
  all: boolean;
  /** All loaded rows were selected, even if more have loaded since: everything may be meant. */
  offersEverything: boolean;
  /** Everything that matches the filters is selected, loaded or not. */
  everything: boolean;
  selectEverything: () => void;
  toggle: (index: number) => void;
  /** @param range all rows from the previously selected one to this one */
  select: (index: number, range: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
}

/**
 * Which rows are selected, or everything that matches. Rows that are gone are no longer selected; those that the list has let go of,
 * or that are in groups which have been closed, are.
 * @param filters those of the list: everything is what matches them, so that with others it is no longer selected
 * @param lines those of the table: rows, and null for what cannot be selected; a row that is in several groups is selected in all of
 *   them
 */
export function useSelection(filters: ListFilters, lines: readonly (ListRow | null)[]): Selection {
  const [chosen, setChosen] = useState(NONE_CHOSEN);
  const [wasAll, setWasAll] = useState(false);
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const filter = JSON.stringify(filterOf(filters));
  const everything = wholeOf === filter;
  // Otherwise it would be selected again once somebody returns to these filters.
  useEffect(() => setWholeOf((before) => (before === filter ? before : null)), [filter]);
  useLiveChanges((changes) => setChosen((before) => follow(before, changes)));
  /** The line that was selected last: rows above it come and go. */
  const last = useRef<{ index: number; key: string } | null>(null);
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  const rows = useMemo(() => selectedIn(lines, filter, chosen, everything), [lines, filter, chosen, everything]);
  const selected = useRef(rows);
  useEffect(() => {
    selected.current = rows;
  });

  const select = useCallback(
    (index: number, range: boolean) => {
      const from = (range ? placeOf(last.current, latest.current) : null) ?? index;
      const touched = latest.current.slice(Math.min(from, index), Math.max(from, index) + 1);
      const target = latest.current[index]?.key;
      last.current = target === undefined ? null : { index, key: target };
      if (touched.every((row) => row === null)) return;
      // Without this one it is no longer everything, but what is loaded stays selected.
      setWholeOf(null);
      setWasAll(false);
      const after = new Map(selected.current);
      const add = target !== undefined && !after.has(target);
      for (const row of touched) {
        if (row && add) after.set(row.key, row);
        else if (row) after.delete(row.key);
      }
      setChosen({ filter, rows: after });
    },
    [filter],
  );
  const toggle = useCallback((index: number) => select(index, false), [select]);
  const clear = useCallback(() => {
    setWholeOf(null);
    setWasAll(false);
    setChosen(NONE_CHOSEN);
  }, []);
  const selectEverything = useCallback(() => setWholeOf(filter), [filter]);
  const all = useMemo(
    () => rows.size > 0 && lines.some(Boolean) && lines.every((row) => !row || rows.has(row.key)),
    [rows, lines],
  );
  const toggleAll = useCallback(() => {
    if (all) return clear();
    setWasAll(true);
    const loaded = latest.current.flatMap((row) => (row ? [[row.key, row] as const] : []));
    setChosen({ filter, rows: new Map([...selected.current, ...loaded]) });
  }, [all, clear, filter]);
  const offersEverything = all || (wasAll && rows.size > 0);
  return { rows, all, offersEverything, everything, selectEverything, toggle, select, toggleAll, clear };
}

/** Where a line is by now: a row that is in several groups is in several lines, and is looked for where it was first. */
function placeOf(line: { index: number; key: string } | null, rows: readonly (ListRow | null)[]): number | null {
  if (line === null) return null;
  if (rows[line.index]?.key === line.key) return line.index;
  const index = rows.findIndex((row) => row?.key === line.key);
  return index < 0 ? null : index;
}

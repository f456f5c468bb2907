"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { filterOf, type ListFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";

export interface Selection {
  /** Of the selected rows: `provider/resource/name`. */
  keys: ReadonlySet<string>;
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

/** A line of the table: a row, or something that cannot be selected. */
type Selectable = Pick<ListRow, "key"> | null;

const NO_ROWS: readonly Selectable[] = [];

/**
 * Which of the loaded rows are selected, or everything that matches. Rows that are gone are no longer selected.
 * @param filters those of the list: everything is what matches them, so that with others it is no longer selected
 * @param rows the lines of the table; a row that is in several groups is selected in all of them
 * @param hidden rows that are in groups which have been closed since: they stay selected
 */
export function useSelection(
  filters: ListFilters,
  rows: readonly Selectable[],
  hidden: readonly Selectable[] = NO_ROWS,
): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const [wasAll, setWasAll] = useState(false);
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const filter = JSON.stringify(filterOf(filters));
  const everything = wholeOf === filter;
  // Otherwise it would be selected again once somebody returns to these filters.
  useEffect(() => setWholeOf((before) => (before === filter ? before : null)), [filter]);
  /** The line that was selected last: rows above it come and go. */
  const last = useRef<{ index: number; key: string } | null>(null);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  const keys = useMemo(() => {
    if (chosen.size === 0 && !everything) return chosen;
    return new Set([...keysOf(rows), ...keysOf(hidden)].filter((key) => everything || chosen.has(key)));
  }, [rows, hidden, chosen, everything]);
  const selected = useRef(keys);
  useEffect(() => {
    selected.current = keys;
  });

  const select = useCallback((index: number, range: boolean) => {
    const from = (range ? placeOf(last.current, latest.current) : null) ?? index;
    const touched = keysOf(latest.current.slice(Math.min(from, index), Math.max(from, index) + 1));
    const target = latest.current[index]?.key;
    last.current = target === undefined ? null : { index, key: target };
    if (touched.length === 0) return;
    // Without this one it is no longer everything, but what is loaded stays selected.
    setWholeOf(null);
    setWasAll(false);
    const after = new Set(selected.current);
    const add = target !== undefined && !after.has(target);
    for (const key of touched) {
      if (add) after.add(key);
      else after.delete(key);
    }
    setChosen(after);
  }, []);
  const toggle = useCallback((index: number) => select(index, false), [select]);
  const clear = useCallback(() => {
    setWholeOf(null);
    setWasAll(false);
    setChosen(new Set());
  }, []);
  const selectEverything = useCallback(() => setWholeOf(filter), [filter]);
  const all = useMemo(() => {
    const shown = keys.size === 0 ? [] : keysOf(rows);
    return shown.length > 0 && shown.every((key) => keys.has(key));
  }, [rows, keys]);
  const toggleAll = useCallback(() => {
    if (all) return clear();
    setWasAll(true);
    setChosen(new Set([...selected.current, ...keysOf(latest.current)]));
  }, [all, clear]);
  const offersEverything = all || (wasAll && keys.size > 0);
  return { keys, all, offersEverything, everything, selectEverything, toggle, select, toggleAll, clear };
}

/** Where a line is by now: a row that is in several groups is in several lines, and is looked for where it was first. */
function placeOf(line: { index: number; key: string } | null, rows: readonly Selectable[]): number | null {
  if (line === null) return null;
  if (rows[line.index]?.key === line.key) return line.index;
  const index = rows.findIndex((row) => row?.key === line.key);
  return index < 0 ? null : index;
}

function keysOf(rows: readonly Selectable[]): string[] {
  return rows.flatMap((row) => (row ? [row.key] : []));
}

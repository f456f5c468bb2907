"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ListRow } from "./list-types.ts";

export interface Selection {
  /** Of the selected rows: `provider/resource/name`. */
  keys: ReadonlySet<string>;
  /** Every loaded row is selected. */
  all: boolean;
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
 * Which of the loaded rows are selected. Rows that are gone are no longer selected.
 * @param rows the lines of the table; a row that is in several groups is selected in all of them
 * @param hidden rows that are in groups which have been closed since: they stay selected
 */
export function useSelection(rows: readonly Selectable[], hidden: readonly Selectable[] = NO_ROWS): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<number | null>(null);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  const keys = useMemo(() => {
    if (chosen.size === 0) return chosen;
    return new Set([...keysOf(rows), ...keysOf(hidden)].filter((key) => chosen.has(key)));
  }, [rows, hidden, chosen]);

  const select = useCallback((index: number, range: boolean) => {
    const from = range && last.current !== null ? last.current : index;
    const touched = keysOf(latest.current.slice(Math.min(from, index), Math.max(from, index) + 1));
    last.current = index;
    setChosen((before) => {
      const after = new Set(before);
      const target = latest.current[index]?.key;
      const add = target !== undefined && !before.has(target);
      for (const key of touched) {
        if (add) after.add(key);
        else after.delete(key);
      }
      return after;
    });
  }, []);
  const toggle = useCallback((index: number) => select(index, false), [select]);
  const clear = useCallback(() => setChosen(new Set()), []);
  const all = useMemo(() => {
    const shown = keys.size === 0 ? [] : keysOf(rows);
    return shown.length > 0 && shown.every((key) => keys.has(key));
  }, [rows, keys]);
  const toggleAll = useCallback(
    () => setChosen((before) => (all ? new Set() : new Set([...before, ...keysOf(latest.current)]))),
    [all],
  );
  return { keys, all, toggle, select, toggleAll, clear };
}

function keysOf(rows: readonly Selectable[]): string[] {
  return rows.flatMap((row) => (row ? [row.key] : []));
}

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

/** Which of the loaded rows are selected. Rows that are gone are no longer selected. */
export function useSelection(rows: readonly ListRow[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<number | null>(null);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  const keys = useMemo(() => {
    if (chosen.size === 0) return chosen;
    return new Set(rows.flatMap(({ key }) => (chosen.has(key) ? [key] : [])));
  }, [rows, chosen]);

  const select = useCallback((index: number, range: boolean) => {
    const from = range && last.current !== null ? last.current : index;
    const touched = latest.current.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ key }) => key);
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
  const all = rows.length > 0 && keys.size === rows.length;
  const toggleAll = useCallback(
    () => setChosen(all ? new Set() : new Set(latest.current.map(({ key }) => key))),
    [all],
  );
  return { keys, all, toggle, select, toggleAll, clear };
}

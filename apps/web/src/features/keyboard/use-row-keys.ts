"use client";

import { useEffect, useRef } from "react";

export interface RowKeys {
  count: number;
  active: number | null;
  setActive: (index: number) => void;
  scrollTo: (index: number) => void;
  onToggle: ((index: number) => void) | undefined;
  onFocusText: () => void;
}

const STEP_OF: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * The keyboard in the list: j and k, or the arrows where the focus is in the table, move from row to row, Enter opens
 * one (it is a link), x selects it, / goes to the text filter.
 */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isElsewhere(event)) return;
      const { active, onToggle, onFocusText } = latest.current;
      if (event.key === "/") {
        event.preventDefault();
        onFocusText();
      } else if (event.key === "x" && active !== null && onToggle) {
        onToggle(active);
      } else if (event.key in STEP_OF) {
        // Without a row in focus the arrows scroll, as everywhere.
        if (event.key.startsWith("Arrow") && !isInTable(event.target)) return;
        event.preventDefault();
        move(latest.current, STEP_OF[event.key] ?? 0);
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function move({ count, active, setActive, scrollTo }: RowKeys, step: number): void {
  if (count === 0) return;
  const next = active === null ? 0 : Math.min(count - 1, Math.max(0, active + step));
  setActive(next);
  scrollTo(next);
  // Rows next to the view are rendered; a distant one appears with the next frame.
  if (!focusRow(next)) requestAnimationFrame(() => focusRow(next));
}

function focusRow(index: number): boolean {
  const link = document.querySelector<HTMLElement>(`[data-row-link="${index}"]`);
  link?.focus({ preventScroll: true });
  return link !== null;
}

/** Whether the user is typing, or a dialog or a menu is open. */
function isElsewhere({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=dialog], [role=menu], select, textarea, [contenteditable]")) return true;
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}

function isInTable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=table]") !== null;
}

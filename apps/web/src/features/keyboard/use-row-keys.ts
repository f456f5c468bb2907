"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "./is-typing.ts";
import { stepOf } from "./row-steps.ts";

export interface RowKeys {
  count: number;
  /** Where the keyboard is; the row that has the focus, if one has. */
  active: number | null;
  setActive: (index: number) => void;
  scrollTo: (index: number) => void;
  onToggle: ((index: number) => void) | undefined;
  /** The action of r on a row, if any. */
  onRetry?: ((index: number) => void) | undefined;
  onFocusText: () => void;
}

/**
 * The keyboard in a list: j and k, or the arrows where the focus is in the table, move from row to row, Enter opens
 * one (it is a link), x selects it, r retries it, / goes to the text filter. The dialog of shortcuts lists them.
 */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  // Rows come and go above the one with the focus, which is at another place then.
  useEffect(() => {
    const at = rowInFocus();
    if (at !== null && at !== keys.active) keys.setActive(at);
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const { onToggle, onRetry, onFocusText } = latest.current;
      // Where the row with the focus has gone, nothing is meant: not what has taken its place.
      const row = rowInFocus();
      if (event.key === "/") {
        event.preventDefault();
        onFocusText();
      } else if (event.key === "x" && row !== null && onToggle) {
        onToggle(row);
      } else if (event.key === "r" && row !== null && onRetry) {
        onRetry(row);
      } else {
        const step = stepOf(event.key, isInTable(event.target));
        if (step === null) return;
        event.preventDefault();
        move(latest.current, step);
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function move({ count, active, setActive, scrollTo }: RowKeys, step: number): void {
  if (count === 0) return;
  const next = Math.min(count - 1, Math.max(0, placeAfter(active, step)));
  setActive(next);
  scrollTo(next);
  // Rows next to the view are rendered; a distant one appears with the next frame.
  if (!focusRow(next)) requestAnimationFrame(() => focusRow(next));
}

function placeAfter(active: number | null, step: number): number {
  const row = rowInFocus();
  if (row !== null) return row + step;
  if (active === null) return 0;
  // The row that was there has gone, and the next one has taken its place.
  return step > 0 ? active : active + step;
}

/** The index of the row that the focus is in. */
function rowInFocus(): number | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-row]");
  return row ? Number(row.dataset["row"]) : null;
}

function focusRow(index: number): boolean {
  const link = document.querySelector<HTMLElement>(`[data-row-link="${index}"]`);
  link?.focus({ preventScroll: true });
  return link !== null;
}

function isInTable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("table, [role=table]") !== null;
}

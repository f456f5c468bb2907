"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "./is-typing.ts";

export interface RowKeys {
  count: number;
  active: number | null;
  setActive: (index: number) => void;
  scrollTo: (index: number) => void;
  onToggle: ((index: number) => void) | undefined;
  /** What r does with a row, if anything. */
  onRetry?: ((index: number) => void) | undefined;
  onFocusText: () => void;
}

const STEP_OF: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * The keyboard in a list: j and k, or the arrows where the focus is in the table, move from row to row, Enter opens
 * one (it is a link), x selects it, r retries it, / goes to the text filter. The dialog of shortcuts lists them.
 */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const { active, onToggle, onRetry, onFocusText } = latest.current;
      if (event.key === "/") {
        event.preventDefault();
        onFocusText();
      } else if (event.key === "x" && active !== null && onToggle) {
        onToggle(active);
      } else if (event.key === "r" && active !== null && onRetry) {
        onRetry(active);
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

function isInTable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("table, [role=table]") !== null;
}

"use client";

import { useEffect } from "react";
import { isTyping } from "./is-typing.ts";
import { stepOf } from "./row-steps.ts";

/** Leads on from a row, or shows more of it; a menu does neither. */
const WAY_ON = "a[href], button[aria-expanded]:not([aria-haspopup])";

/**
 * j and k move from row to row in every list of a page: its rows are marked with `data-list-row`. The focus goes to what a row
 * opens, else to the row itself. Lists that do more with keys, or draw only the rows in view, have `useRowKeys` instead.
 */
export function useListKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event) || document.querySelector("[data-row-link]")) return;
      const focused = document.activeElement?.closest<HTMLElement>("[data-list-row]") ?? null;
      const step = stepOf(event.key, focused !== null);
      if (step === null) return;
      const rows = [...document.querySelectorAll<HTMLElement>("main [data-list-row]")].filter(
        (row) => row.offsetHeight > 0,
      );
      const row = rows[focused === null ? 0 : Math.max(0, rows.indexOf(focused) + step)];
      if (!row) return;
      event.preventDefault();
      focusRow(row);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function focusRow(row: HTMLElement): void {
  const way = [...row.querySelectorAll<HTMLElement>(WAY_ON)].find((element) => element.offsetHeight > 0);
  if (!way) row.tabIndex = -1;
  (way ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

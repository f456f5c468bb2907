"use client";

import { useEffect } from "react";
import type { LiveRows } from "./use-live-rows.ts";
import type { Selection } from "./use-selection.ts";

/** Keeps what is selected among the loaded rows. Of everything that matches, it does not matter what is loaded. */
export function useHold({ keys, everything }: Selection, lists: readonly Pick<LiveRows, "onHold">[]): void {
  const isHeld = keys.size > 0 && !everything;
  useEffect(() => {
    for (const list of lists) list.onHold(isHeld);
  }, [isHeld, lists]);
}

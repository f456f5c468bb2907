"use client";

import { useEffect } from "react";
import type { LiveRows } from "./use-live-rows.ts";
import type { Selection } from "./use-selection.ts";

const NONE: ReadonlySet<string> = new Set();

/** Keeps what is selected among the loaded rows. Of everything that matches, it does not matter what is loaded. */
export function useHold({ keys, everything }: Selection, lists: readonly Pick<LiveRows, "onHold">[]): void {
  const held = everything ? NONE : keys;
  useEffect(() => {
    for (const list of lists) list.onHold(held);
  }, [held, lists]);
}

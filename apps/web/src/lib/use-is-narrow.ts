"use client";

import { useSyncExternalStore } from "react";

/** Tailwind's `md`. */
const NARROW = "(max-width: 47.99rem)";

/** Whether the window has no room for all columns of a table, or for a whole graph that can be read. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

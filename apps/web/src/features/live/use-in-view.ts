"use client";

import { useSyncExternalStore } from "react";

/** Whether the tab is in view; streams that start over are followed only then. */
export function useInView(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState !== "hidden",
    () => true,
  );
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}

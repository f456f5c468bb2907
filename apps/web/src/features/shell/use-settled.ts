"use client";

import { useSyncExternalStore } from "react";

/** Charts, graphs and counts are there by then, unless the server is slow. */
const SETTLED_MS = 2000;

let isSettled = false;
let isWaiting = false;
const listeners = new Set<() => void>();

/**
 * Whether the dashboard was opened a while ago and the browser has nothing to do: what is not needed yet may be fetched. Before
 * that it would keep the browser and the server from what the user waits for.
 */
export function useSettled(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isSettled,
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!isWaiting) {
    isWaiting = true;
    // Safari has no idle callbacks.
    setTimeout(() => ("requestIdleCallback" in window ? requestIdleCallback(settle) : settle()), SETTLED_MS);
  }
  return () => listeners.delete(listener);
}

function settle(): void {
  isSettled = true;
  for (const listener of listeners) listener();
}

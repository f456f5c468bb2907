"use client";

import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "pragma-dismissed";

/**
 * Whether something was put away in this browser. Until the page runs it counts as put away: what shows up late
 * disturbs less than what goes.
 */
export function useDismissed(key: string): readonly [dismissed: boolean, dismiss: () => void] {
  const dismissed = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => true,
  );
  const dismiss = useCallback(() => {
    try {
      localStorage.setItem(key, "dismissed");
    } catch {
      // Without storage it stays; that is no reason to fail.
    }
    window.dispatchEvent(new Event(CHANGED));
  }, [key]);
  return [dismissed, dismiss];
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function subscribe(onChange: () => void): () => void {
  // Other tabs tell by `storage`.
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

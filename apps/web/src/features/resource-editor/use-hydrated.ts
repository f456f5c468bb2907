"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page runs already. What is typed into markup before that could be lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page has been hydrated. Input typed before that could be lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

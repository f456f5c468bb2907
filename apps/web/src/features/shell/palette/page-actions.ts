"use client";

import type { LucideIcon } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";

/** Something that can be done with what is open. */
export interface PageAction {
  /** Unique on the page. */
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
}

const NONE: readonly PageAction[] = [];
let offered = NONE;
const listeners = new Set<() => void>();

function offer(actions: readonly PageAction[]): void {
  offered = actions;
  for (const listen of listeners) listen();
}

function subscribe(listen: () => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** Offers actions in the palette for as long as the page is open: of one page at a time, as they were last drawn. */
export function useOfferedActions(actions: readonly PageAction[]): void {
  useEffect(() => {
    offer(actions);
    return () => {
      if (offered === actions) offer(NONE);
    };
  }, [actions]);
}

/** The actions of the open page. */
export function usePageActions(): readonly PageAction[] {
  return useSyncExternalStore(
    subscribe,
    () => offered,
    () => NONE,
  );
}

"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const TICK_MS = 1000;

const RenderedAt = createContext(0);

/**
 * Gives pages the time at which the server rendered them. Until hydration they go by it, so that times have the words,
 * and the width, that they keep.
 * @param renderedAt in milliseconds
 */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

/**
 * Words on the time, kept up to date: a component is rendered anew only once they are something else.
 * @param say from the time in milliseconds; the same for the same time
 * @param ticking false: what is said stays until the next rendering
 */
export function useClock<T extends string | number>(say: (now: number) => T, ticking = true): T {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    ticking ? subscribe : never,
    () => say(readClock()),
    () => say(renderedAt),
  );
}

/** The time in milliseconds, every second anew while it is `ticking`. */
export function useNow(ticking = true): number {
  return useClock(itself, ticking);
}

const itself = (now: number): number => now;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

/** The same for all that is rendered between two ticks. */
function readClock(): number {
  if (timer === null && Date.now() - now >= TICK_MS) now = Date.now();
  return now;
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** One timer serves all times of a page. */
function subscribe(listener: () => void): () => void {
  if (timer === null) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function never(): () => void {
  return () => {};
}

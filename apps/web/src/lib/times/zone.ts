"use client";

import { useSyncExternalStore } from "react";

/** The time zone in which times are shown: that of this device, or UTC. */
export type Zone = "local" | "utc";

const KEY = "pragma.zone";
const listeners = new Set<() => void>();

/** The zone chosen in this browser, local by default. Until hydration it is UTC: the server does not know the reader's. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, readZone, () => "utc");
}

/** Shows all times in this zone from now on, in this browser's other tabs, too. */
export function chooseZone(zone: Zone): void {
  try {
    localStorage.setItem(KEY, zone);
  } catch {
    // A browser that stores nothing keeps to local times.
  }
  for (const listener of listeners) listener();
}

function readZone(): Zone {
  try {
    return localStorage.getItem(KEY) === "utc" ? "utc" : "local";
  } catch {
    return "local";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

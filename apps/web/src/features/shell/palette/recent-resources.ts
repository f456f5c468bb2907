"use client";

import { useEffect } from "react";
import { useViewer } from "../viewer.tsx";

const MAX_RECENT = 6;

/** Kept for the tab alone: the names must not outlive the login. */
const placeOf = (organizationId: string): string => `pragma.recent.${organizationId}`;

/** Keys of the resources that were looked at in this tab, the last one first. */
export function recentResources(organizationId: string): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(placeOf(organizationId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === "string") : [];
  } catch {
    // Storage may be refused, or hold what an earlier release wrote: then nothing was looked at.
    return [];
  }
}

/** Remembers that a resource was looked at. */
export function useRemembered(key: string): void {
  const { organizationId } = useViewer();
  useEffect(() => {
    const others = recentResources(organizationId).filter((other) => other !== key);
    try {
      sessionStorage.setItem(placeOf(organizationId), JSON.stringify([key, ...others].slice(0, MAX_RECENT)));
    } catch {
      // Without storage the palette has nothing recent, which is no reason to fail.
    }
  }, [organizationId, key]);
}

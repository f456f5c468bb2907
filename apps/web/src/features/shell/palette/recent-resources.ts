"use client";

import { useEffect } from "react";
import { useViewer, type Viewer } from "../viewer.tsx";

const MAX_RECENT = 6;

/** The viewer, and the viewed organization. */
type Reader = Pick<Viewer, "userId" | "organizationId">;

/** Kept for the tab alone, and not shown to whoever signs in there next. */
const placeOf = ({ userId, organizationId }: Reader): string => `pragma.recent.${organizationId}.${userId}`;

/** Keys of the resources that somebody looked at in this tab, the last one first. */
export function recentResources(reader: Reader): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(placeOf(reader)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === "string") : [];
  } catch {
    // Storage may be refused, or hold what an earlier release wrote: then nothing was looked at.
    return [];
  }
}

/** Remembers that a resource was looked at. */
export function useRemembered(key: string): void {
  const { userId, organizationId } = useViewer();
  useEffect(() => {
    const reader = { userId, organizationId };
    const others = recentResources(reader).filter((other) => other !== key);
    try {
      sessionStorage.setItem(placeOf(reader), JSON.stringify([key, ...others].slice(0, MAX_RECENT)));
    } catch {
      // Without storage the palette has nothing recent, which is no reason to fail.
    }
  }, [userId, organizationId, key]);
}

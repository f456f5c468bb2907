"use client";

import type { Resource } from "@pragma/contract";
import { useCallback, useEffect, useState } from "react";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { Tagged } from "./resource-types.ts";

const SHOWN_SECONDS = 60;

export interface Reveal {
  /** With its sensitive values, while they are shown. */
  resource: Resource | null;
  secondsLeft: number;
  busy: boolean;
  error: string | null;
  /** @returns whether they are shown now */
  show: () => Promise<boolean>;
  hide: () => void;
}

/**
 * Sensitive values for a minute. Only the component keeps them, no cache, so they go with it; they also go when the
 * resource changes, since they may be outdated.
 */
export function useReveal({ resource, etag }: Tagged): Reveal {
  const client = useTRPCClient();
  const [shown, setShown] = useState<{ resource: Resource; etag: string } | null>(null);
  const [secondsLeft, setSecondsLeft] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const hide = useCallback(() => setShown(null), []);
  useEffect(() => {
    if (!shown) return;
    const end = Date.now() + SHOWN_SECONDS * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      setSecondsLeft(left);
      if (left <= 0) setShown(null);
    }, 500);
    return () => clearInterval(timer);
  }, [shown]);
  useEffect(() => {
    setShown((before) => (before?.etag === etag ? before : null));
  }, [etag]);
  const show = async (): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      const revealed = await client.resources.reveal.mutate({ id: resource.id });
      setSecondsLeft(SHOWN_SECONDS);
      setShown({ resource: revealed.resource, etag });
      return true;
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal.message : "The values could not be read");
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { resource: shown?.resource ?? null, secondsLeft, busy, error, show, hide };
}

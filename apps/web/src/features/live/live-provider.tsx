"use client";

import type { StateChange } from "@pragma/contract";
import type { ChangeBatch } from "@pragma/trpc";
import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef } from "react";
import { useTRPC } from "~/trpc/client.tsx";

export type LiveStatus = "connecting" | "live" | "lost";

type ChangeListener = (changes: readonly StateChange[]) => void;

interface Live {
  status: LiveStatus;
  /** @returns ends it */
  listen: (listener: ChangeListener) => () => void;
}

const LiveContext = createContext<Live | null>(null);

/**
 * Holds the page's one stream of state changes and hands them to whoever shows something of them. After a gap that
 * cannot be filled, everything that is shown is read anew.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listeners = useRef(new Set<ChangeListener>());
  const { status, error } = useSubscription(
    trpc.changes.stream.subscriptionOptions(undefined, {
      onData: (event) => {
        const batch = event.data as ChangeBatch;
        if (batch.kind === "reset") void queryClient.invalidateQueries();
        else if (batch.kind === "changes") for (const listener of listeners.current) listener(batch.changes);
      },
    }),
  );
  const liveStatus = statusOf(status, error);
  const live = useMemo<Live>(
    () => ({
      status: liveStatus,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [liveStatus],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function statusOf(status: string, error: unknown): LiveStatus {
  if (status === "pending") return "live";
  // The link tries again by itself; the first try has no error yet.
  if (status === "error" || error) return "lost";
  return "connecting";
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("There is no stream of changes outside of the dashboard's layout");
  return live;
}

export function useLiveStatus(): LiveStatus {
  return useLive().status;
}

/** Calls `listener` with each batch of changes for as long as the component is shown. It may be another one each time. */
export function useLiveChanges(listener: ChangeListener): void {
  const { listen } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((changes) => latest.current(changes)), [listen]);
}

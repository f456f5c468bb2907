"use client";

import type { StateChange } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { useTRPCClient } from "~/trpc/client.tsx";
import { followChanges, type LiveStatus } from "./follow-changes.ts";
import { RecentChanges } from "./recent-changes.ts";

type ChangeListener = (changes: readonly StateChange[]) => void;

interface Live {
  status: LiveStatus;
  /** @returns ends it */
  listen: (listener: ChangeListener) => () => void;
}

const LiveContext = createContext<Live | null>(null);

/**
 * Holds the page's single stream of state changes and passes them to the components. After a gap that cannot be filled,
 * everything shown is refetched.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const listeners = useRef(new Set<ChangeListener>());
  const recent = useRef(new RecentChanges());
  const [status, setStatus] = useState<LiveStatus>("connecting");
  useEffect(
    () =>
      followChanges(client, {
        onStatus: setStatus,
        onReset: () => void queryClient.invalidateQueries(),
        onChanges: (changes) => {
          recent.current.add(changes, performance.now());
          for (const listener of listeners.current) listener(changes);
        },
      }),
    [client, queryClient],
  );
  const live = useMemo<Live>(
    () => ({
      status,
      listen: (listener) => {
        listeners.current.add(listener);
        const missed = recent.current.all(performance.now());
        if (missed.length > 0) listener(missed);
        return () => void listeners.current.delete(listener);
      },
    }),
    [status],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("There is no stream of changes outside of the dashboard's layout");
  return live;
}

export function useLiveStatus(): LiveStatus {
  return useLive().status;
}

/**
 * Calls `listener` with each batch of changes for as long as the component is shown, and first with what changed
 * shortly before, which may be known already. It may be another one each time.
 */
export function useLiveChanges(listener: ChangeListener): void {
  const { listen } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((changes) => latest.current(changes)), [listen]);
}

"use client";

import type { ChangeProgressEvent, StateChange } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { connection } from "~/lib/connection/connection.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import { Channel, type Listen, type Listener } from "./channel.ts";
import { followChanges } from "./follow-changes.ts";

interface Live {
  listen: Listen<StateChange>;
  listenToProgress: Listen<ChangeProgressEvent>;
}

const LiveContext = createContext<Live | null>(null);

/**
 * Holds the page's single stream, of state changes and of how changes progress, and passes it to the components. After a
 * gap that cannot be filled, everything shown is refetched.
 * @param since the stream's position before the page was read; it counts when the component is first shown
 */
export function LiveProvider({ since, children }: { since: string; children: ReactNode }) {
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [changes] = useState(() => new Channel<StateChange>(({ resource_id }) => resource_id));
  const [progress] = useState(() => new Channel<ChangeProgressEvent>(({ id }) => id));
  const [start] = useState(since);
  useEffect(() => {
    const stop = followChanges(client, start, {
      onStatus: (status, refusal) => connection.tell({ kind: "stream", status, refusal }),
      onRecovery: connection.onRecovery,
      // The server shows what there is to see instead.
      onForbidden: () => window.location.reload(),
      onReset: () => void queryClient.invalidateQueries(),
      onChanges: changes.tell,
      onProgress: progress.tell,
    });
    return () => {
      stop();
      connection.tell({ kind: "stream", status: "none" });
      // Nobody learns of what changes from here on: the next page of this organization begins at a later position. An
      // answer that is still to come would count as fresh.
      void queryClient.cancelQueries().then(() => queryClient.invalidateQueries({ refetchType: "none" }));
    };
  }, [client, queryClient, start, changes, progress]);
  const live = useMemo<Live>(
    () => ({ listen: changes.listen, listenToProgress: progress.listen }),
    [changes, progress],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("There is no stream of changes outside of the dashboard's layout");
  return live;
}

/**
 * Calls `listener` with each batch of changes for as long as the component is shown, and first with what changed
 * shortly before, which may be known already. It may be another one each time.
 */
export function useLiveChanges(listener: Listener<StateChange>): void {
  useListener(useLive().listen, listener);
}

/** The same with how changes progress: those that were planned together. */
export function useLiveProgress(listener: Listener<ChangeProgressEvent>): void {
  useListener(useLive().listenToProgress, listener);
}

function useListener<Event>(listen: Listen<Event>, listener: Listener<Event>): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((events) => latest.current(events)), [listen]);
}

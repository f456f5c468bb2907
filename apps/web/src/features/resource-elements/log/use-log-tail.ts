"use client";

import type { LogEntry } from "@pragma/contract";
import type { RouterInputs } from "@pragma/trpc";
import { useEffect, useRef, useState } from "react";
import { whileInView } from "~/features/live/while-in-view.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { appendLines, countNewer, type LogLine, MAX_LINES, replaceLines } from "./log-buffer.ts";

export interface LogTail {
  lines: readonly LogLine[];
  status: "connecting" | "live" | "lost";
  /** Why they cannot be read at all. */
  error: string | null;
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** Lines that arrived while it was paused. */
  waiting: number;
  retry: () => void;
}

export type LogQuery = RouterInputs["resources"]["followLogs"];

/**
 * The last lines of a resource's log, or of one attempt, and each further one as it is written, while the tab is in view.
 * While it is paused, new ones wait.
 */
export function useLogTail({ id, event_id, attempt, since, tail }: LogQuery): LogTail {
  const client = useTRPCClient();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [status, setStatus] = useState<LogTail["status"]>("connecting");
  const [error, setError] = useState<string | null>(null);
  const [paused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const [tries, setTries] = useState(0);
  const held = useRef<LogEntry[]>([]);
  const isPaused = useRef(false);
  /** The next lines replace these, which stay until then, so that nothing flickers. */
  const anew = useRef(false);
  const shown = useRef(lines);
  useEffect(() => {
    shown.current = lines;
  });

  const take = (entries: readonly LogEntry[]): void => {
    if (entries.length === 0) return;
    const put = anew.current ? replaceLines : appendLines;
    anew.current = false;
    setLines((before) => put(before, entries));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another subscription
  useEffect(() => {
    const open = (): (() => void) => {
      setStatus("connecting");
      setError(null);
      const subscription = client.resources.followLogs.subscribe(
        { id, event_id, attempt, since, tail },
        {
          onData: ({ fresh, entries }) => {
            setStatus("live");
            if (fresh) {
              held.current = [];
              anew.current = true;
            } else if (isPaused.current) {
              held.current = [...held.current, ...entries].slice(-MAX_LINES);
              setWaiting(anew.current ? countNewer(shown.current, held.current) : held.current.length);
            } else {
              take(entries);
            }
          },
          onConnectionStateChange: ({ state, error: reason }) => {
            if (state === "connecting" && reason) setStatus("lost");
          },
          onError: (reason) => setError(errorMessage(reason)),
        },
      );
      return () => subscription.unsubscribe();
    };
    setLines([]);
    setWaiting(0);
    held.current = [];
    return whileInView(open);
  }, [client, id, event_id, attempt, since, tail, tries]);

  return {
    lines,
    status,
    error,
    paused,
    waiting,
    setPaused: (next) => {
      isPaused.current = next;
      setPaused(next);
      if (next) return;
      const entries = held.current;
      held.current = [];
      setWaiting(0);
      take(entries);
    },
    retry: () => setTries((before) => before + 1),
  };
}

"use client";

import type { LogEntry } from "@pragma/contract";
import { useEffect, useRef, useState } from "react";
import { useTRPCClient } from "~/trpc/client.tsx";
import { isSignedOut, leadToSignIn } from "~/trpc/signed-out.ts";
import { appendLines, type LogLine, MAX_LINES } from "./log-buffer.ts";

export interface LogTail {
  lines: readonly LogLine[];
  status: "connecting" | "live" | "lost";
  /** Why they cannot be read at all. */
  error: string | null;
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** Lines that came while it was paused. */
  waiting: number;
  retry: () => void;
}

/** The last lines of a resource's log and each further one as it is written. While it is paused, new ones wait. */
export function useLogTail(resourceKey: string): LogTail {
  const client = useTRPCClient();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [status, setStatus] = useState<LogTail["status"]>("connecting");
  const [error, setError] = useState<string | null>(null);
  const [paused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const held = useRef<LogEntry[]>([]);
  const isPaused = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another subscription
  useEffect(() => {
    setStatus("connecting");
    setError(null);
    const subscription = client.resources.followLogs.subscribe(
      { id: resourceKey, tail: MAX_LINES },
      {
        onData: ({ fresh, entries }) => {
          setStatus("live");
          if (fresh) {
            held.current = [];
            setWaiting(0);
            setLines([]);
          } else if (isPaused.current) {
            held.current = [...held.current, ...entries].slice(-MAX_LINES);
            setWaiting(held.current.length);
          } else {
            setLines((before) => appendLines(before, entries));
          }
        },
        onConnectionStateChange: ({ state, error: reason }) => {
          if (state === "connecting" && reason) setStatus("lost");
        },
        onError: (reason) => {
          if (isSignedOut(reason)) leadToSignIn();
          else setError(reason.message);
        },
      },
    );
    return () => subscription.unsubscribe();
  }, [client, resourceKey, attempt]);

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
      setLines((before) => appendLines(before, entries));
    },
    retry: () => setAttempt((before) => before + 1),
  };
}

"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPCClient } from "~/trpc/client.tsx";

/** A plan that a page or dialog made by itself, of what it is about to do. */
export interface OwnPlan {
  /** While another is being made, the one before; null where there is none to show. */
  id: string | null;
  /** What is asked for has no plan yet: the one that is shown is of something else. */
  isPlanning: boolean;
  /** Why there is none. */
  error: { message: string } | null;
  /** Makes another, when what this one was made on has changed. */
  again: () => void;
  /** It is being applied, and must not be discarded with its page. */
  keep: () => void;
  /** That was refused: it is discarded with its page again, or now if that is gone. */
  release: () => void;
}

/**
 * Plans what is asked for, and again whenever that changes. A plan that is not applied is discarded once it is no longer
 * shown: it would only count among the organization's open ones.
 * @param request another one needs another plan; null for none
 * @param make plans it; null if that turns out to be pointless
 */
export function usePlanOf(request: string | null, make: () => Promise<{ id: string } | null>): OwnPlan {
  const client = useTRPCClient();
  const [made, setMade] = useState<{ key: string; id: string | null; error: OwnPlan["error"] } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(make);
  const kept = useRef<{ id: string | null; isLeft: boolean } | null>(null);
  useEffect(() => {
    latest.current = make;
  });
  const discard = useCallback(
    (id: string | null): void => {
      if (id === null) return;
      // One that expired or became stale meanwhile is no longer open either.
      client.changes.discard.mutate({ id }).catch(() => undefined);
    },
    [client],
  );
  const key = request === null ? null : `${attempt} ${request}`;
  useEffect(() => {
    if (key === null) return;
    let isOver = false;
    let id: string | null = null;
    latest.current().then(
      (plan) => {
        id = plan?.id ?? null;
        if (isOver) discard(id);
        else setMade({ key, id, error: null });
      },
      (error: { message: string }) => {
        if (!isOver) setMade({ key, id: null, error });
      },
    );
    return () => {
      isOver = true;
      if (kept.current?.id === id) kept.current = { id, isLeft: true };
      else discard(id);
    };
  }, [key, discard]);
  const id = made?.id ?? null;
  return {
    id,
    isPlanning: key !== null && made?.key !== key,
    error: made?.error ?? null,
    again: useCallback(() => setAttempt((before) => before + 1), []),
    keep: useCallback(() => {
      kept.current = { id, isLeft: false };
    }, [id]),
    release: useCallback(() => {
      const { id: released = null, isLeft = false } = kept.current ?? {};
      kept.current = null;
      if (isLeft) discard(released);
    }, [discard]),
  };
}

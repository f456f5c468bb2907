"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { ShownPreview } from "../types.ts";
import type { CarryOut, ReplaceLeave, Review } from "./take-preview.ts";

/** A preview with all that is shown of it. */
export interface ShownReview {
  /** While another one is taken, the one before; null where there is none to show. */
  review: Review | null;
  /** The input was not previewed yet: the shown review is of another one. */
  isLoading: boolean;
  /** Why there is nothing to show. */
  error: { message: string } | null;
  /** What cannot be changed may be replaced; null where that changes nothing. */
  mayReplace: boolean | null;
  setMayReplace: (mayReplace: boolean) => void;
  /** Looks once more, when something has moved. */
  again: () => void;
  /** Applies what was seen, or saves it as a plan. */
  carryOut: (how: CarryOut) => void;
  busy: CarryOut | null;
  /** Why that was refused. */
  refusal: { message: string } | null;
  /** As far as is known it would still do this. */
  canBePlanned: boolean;
  /** Neither is anything of it refused. */
  canBeApplied: boolean;
}

/** After these, doing what was seen is refused until somebody looks again. */
const OUTDATED: ReadonlySet<string | undefined> = new Set([
  "stale_preview",
  "precondition_failed",
  "validation_failed",
  "not_found",
]);

/**
 * Looks at what is asked for, and again whenever that changes. A review leaves nothing behind.
 * @param request another one needs another review; null for none
 * @param take null if it turns out to be pointless; with leave to replace what cannot be changed, once somebody has given it
 * @param onDone with the id of the change or plan
 */
export function useReview(
  request: string | null,
  take: (leave: ReplaceLeave) => Promise<Review | null>,
  onDone: (id: string, how: CarryOut) => void,
): ShownReview {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [taken, setTaken] = useState<{ key: string; review: Review | null; error: ShownReview["error"] } | null>(null);
  const [refused, setRefused] = useState<{ review: Review; error: { message: string } } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [mayReplace, setMayReplace] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  const key = request === null ? null : `${attempt} ${mayReplace} ${request}`;
  useEffect(() => {
    if (key === null) return;
    let isOver = false;
    latest.current({ mayReplace }).then(
      (review) => {
        if (!isOver) setTaken({ key, review, error: null });
      },
      (error: { message: string }) => {
        if (!isOver) setTaken({ key, review: null, error });
      },
    );
    return () => {
      isOver = true;
    };
  }, [key, mayReplace]);
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ review, how }: Doing) => review.carryOut(how),
    // Not kept: the documents may have secrets.
    gcTime: 0,
    onMutate: () => setRefused(null),
    onSuccess: ({ id }, { how }) => onDone(id, how),
    onError: (error, { review }) => setRefused({ review, error }),
    onSettled: () => void queryClient.invalidateQueries(trpc.changes.pathFilter()),
  });
  const review = taken?.review ?? null;
  const isLoading = key !== null && taken?.key !== key;
  const refusal = refused !== null && refused.review === review ? refused.error : null;
  const canBePlanned =
    review !== null && key !== null && !isLoading && !isPending && !OUTDATED.has(domainErrorOf(refusal)?.code);
  return {
    review,
    isLoading,
    error: taken?.error ?? null,
    mayReplace: mayReplace || (review !== null && isRefusedAsImmutable(review.preview)) ? mayReplace : null,
    setMayReplace,
    again: useCallback(() => setAttempt((before) => before + 1), []),
    carryOut: (how) => review && mutate({ review, how }),
    busy: isPending ? variables.how : null,
    refusal,
    canBePlanned,
    canBeApplied: canBePlanned && review.preview.counts.refuse === 0,
  };
}

interface Doing {
  review: Review;
  how: CarryOut;
}

/** Whether something of it is refused that replacing it would bring about. */
function isRefusedAsImmutable({ actions }: ShownPreview): boolean {
  return actions.some(({ issues }) => issues.some(({ type }) => type === "immutable"));
}

/** Whether it would do anything itself. */
export function doesAnything({ counts }: ShownPreview): boolean {
  const { create, update, stage, replace, adopt, uncompared } = counts;
  return create + update + stage + counts.delete + replace + adopt + uncompared > 0;
}

/** Why it cannot be applied as it is, in the order in which one can do something about it; null if it can, or while that is not known. */
export function whyNotApplied({ review, isLoading, busy, canBeApplied }: ShownReview): string | null {
  if (review === null || isLoading || busy !== null) return null;
  if (review.preview.counts.refuse > 0) return "Fix what is refused first.";
  if (!doesAnything(review.preview)) return "There is nothing to do.";
  return canBeApplied ? null : "Something has changed: look again first.";
}

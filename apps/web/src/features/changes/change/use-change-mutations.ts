"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refusedWords, retriedWords } from "~/features/resource-elements/retried-words.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";

export interface ChangeMutations {
  apply: () => void;
  discard: () => void;
  /** Retries what failed of a resource. */
  retry: (resourceId: string) => void;
  /** Retries all that failed, of resources by their keys. */
  retryAll: (keys: readonly string[]) => void;
  /** Nothing more of it begins. @param running whether handlers that run are waited for, or cancelled */
  end: (running: "wait" | "cancel", onEnded: () => void) => void;
  busy: "apply" | "discard" | "retryAll" | "end" | null;
  /** Id of the resource that is being retried. */
  retrying: string | null;
  /** Why the last one was refused. */
  error: { message: string } | null;
  /** It is not about what is done next. */
  forget: () => void;
}

/** Mutations of a change. Its status decides which are available. */
export function useChangeMutations(id: string): ChangeMutations {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [error, setError] = useState<{ message: string } | null>(null);
  const options = {
    onMutate: () => setError(null),
    onError: (refusal: { message: string }) => setError(refusal),
    // Also after a refusal: it may have made the plan stale.
    onSettled: () => void queryClient.invalidateQueries(trpc.changes.pathFilter()),
  };
  const apply = useMutation(trpc.changes.applyPlan.mutationOptions(options));
  const discard = useMutation(
    trpc.changes.discard.mutationOptions({ ...options, onSuccess: () => void toast.success("Plan discarded") }),
  );
  const retry = useMutation(
    trpc.resources.retry.mutationOptions({ ...options, onSuccess: () => void toast.success("Retried") }),
  );
  const retryAll = useMutation(
    trpc.resources.retryFailed.mutationOptions({
      ...options,
      onSuccess: (result) => {
        const refused = refusedWords(result);
        if (refused !== null) setError({ message: refused });
        if (refused === null || result.retried > 0) toast.success(retriedWords(result));
      },
    }),
  );
  const end = useMutation(trpc.changes.end.mutationOptions(options));
  return {
    apply: () => apply.mutate({ id }),
    discard: () => discard.mutate({ id }),
    retry: (resourceId) => retry.mutate({ id: resourceId }),
    retryAll: (keys) => retryAll.mutate({ resources: [...keys] }),
    end: (running, onEnded) => end.mutate({ id, running }, { onSuccess: onEnded }),
    busy:
      (apply.isPending && "apply") ||
      (discard.isPending && "discard") ||
      (retryAll.isPending && "retryAll") ||
      (end.isPending && "end") ||
      null,
    retrying: retry.isPending ? (retry.variables?.id ?? null) : null,
    error,
    forget: () => setError(null),
  };
}

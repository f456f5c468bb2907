"use client";

import { resourceKey } from "@pragma/contract";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { asInput } from "~/features/resource-elements/resource-facts.ts";
import { keepFocus } from "~/lib/keep-focus.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { Tagged } from "./resource-types.ts";

export interface ResourceMutations {
  /** Withdraws a failed deletion: the resource is applied as it is. */
  withdraw: () => void;
  retry: () => void;
  /** Has the provider update a ready resource once more. */
  reapply: () => void;
  cancel: () => void;
  /** Discards a staged draft: the resource is as before. */
  discard: () => void;
  busy: "withdraw" | "retry" | "reapply" | "cancel" | "discard" | null;
  /** Why the last one was refused. */
  error: { message: string } | null;
  forget: () => void;
}

/** The one-click actions on a resource. Its state decides which are available. */
export function useResourceMutations({ resource, etag }: Tagged): ResourceMutations {
  const trpc = useTRPC();
  const settle = useSettle();
  const [error, setError] = useState<{ message: string } | null>(null);
  const options = (words: string) => ({
    onMutate: () => setError(null),
    onSuccess: (tagged: Tagged | null) => {
      settle(tagged);
      toast.success(words);
      keepFocus();
    },
    onError: (refusal: { message: string }) => {
      setError(refusal);
      settle(null);
    },
  });
  const withdraw = useMutation(trpc.resources.applyOne.mutationOptions(options("Deletion withdrawn")));
  const retry = useMutation(trpc.resources.retry.mutationOptions(options("Retried")));
  const reapply = useMutation(trpc.resources.reapply.mutationOptions(options("Applied again")));
  const cancel = useMutation(trpc.resources.cancel.mutationOptions(options("Cancelled")));
  const discard = useMutation(trpc.resources.discard.mutationOptions(options("Draft discarded")));
  const mutations = { withdraw, retry, reapply, cancel, discard };
  const [busy] = Object.entries(mutations).find(([, { isPending }]) => isPending) ?? [];
  return {
    withdraw: () => withdraw.mutate({ ...asInput(resource), lifecycle_state: "pending", ifMatch: etag }),
    retry: () => retry.mutate({ id: resource.id }),
    reapply: () => reapply.mutate({ id: resource.id }),
    cancel: () => cancel.mutate({ id: resource.id }),
    discard: () => discard.mutate({ id: resource.id, ifMatch: etag }),
    busy: (busy as keyof typeof mutations | undefined) ?? null,
    error,
    forget: () => setError(null),
  };
}

/** Shows an answer at once, and refetches what depends on it; null if there is no answer to show. */
export function useSettle(): (tagged: Tagged | null) => void {
  const trpc = useTRPC();
  const queryClient: QueryClient = useQueryClient();
  return useCallback(
    (tagged) => {
      if (tagged) {
        queryClient.setQueryData(trpc.resources.get.queryKey({ id: resourceKey(tagged.resource) }), tagged);
      }
      void queryClient.invalidateQueries(trpc.resources.pathFilter());
    },
    [queryClient, trpc],
  );
}

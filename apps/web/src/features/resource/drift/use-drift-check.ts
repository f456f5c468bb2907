"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { providerProblem } from "~/features/resource-elements/provider-problem.ts";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { Drift } from "../resource-types.ts";

export interface DriftCheck {
  run: () => void;
  busy: boolean;
  /** Why the last one did not come about. */
  problem: string | null;
  /** What the last one came to. */
  answer: Drift | undefined;
}

/** Has the provider asked what the real thing is like, now. @param resourceKey `provider/resource/name` */
export function useDriftCheck(resourceKey: string): DriftCheck {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutate, isPending, error, data } = useMutation(
    trpc.resources.checkDrift.mutationOptions({
      onSuccess: (found) => queryClient.setQueryData(trpc.resources.drift.queryKey({ id: resourceKey }), found),
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.resources.get.queryFilter({ id: resourceKey })),
          queryClient.invalidateQueries(trpc.resources.drift.queryFilter({ id: resourceKey })),
        ]),
    }),
  );
  return {
    run: () => mutate({ id: resourceKey }),
    busy: isPending,
    problem: error && providerProblem(domainErrorOf(error)?.code, error.message),
    answer: data,
  };
}

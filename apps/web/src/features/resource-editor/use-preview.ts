"use client";

import type { ApplyInput } from "@pragma/contract";
import { type QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";
import { useTRPCClient } from "~/trpc/client.tsx";

/** Preconditions of an apply. */
export interface Precondition {
  ifMatch?: string;
  ifNoneMatch?: string;
}

/** Query options for the preview of an apply. Nothing is cached: the input may contain secrets. */
export function usePreviewOptions() {
  const client = useTRPCClient();
  return (input: ApplyInput | null, precondition: Precondition = {}) =>
    queryOptions({
      queryKey: ["preview", input, precondition],
      queryFn: ({ signal }) => {
        if (input === null) throw new Error("There is nothing to preview");
        return client.resources.preview.mutate({ ...input, ...precondition }, { signal });
      },
      enabled: input !== null,
      gcTime: 0,
      staleTime: 2000,
    });
}

/** Queries at once, when waiting for a pause in typing would be too late. */
export function usePreviewNow() {
  const queryClient: QueryClient = useQueryClient();
  const options = usePreviewOptions();
  return (input: ApplyInput, precondition: Precondition = {}) => queryClient.fetchQuery(options(input, precondition));
}

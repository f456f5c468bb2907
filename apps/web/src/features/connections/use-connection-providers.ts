"use client";

import { CONNECTION_TYPE } from "@pragma/contract";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";

/** Providers whose resources may use connections; no data until that is known, and why it could not be read. */
export function useConnectionProviders() {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions());
  const named = (types.data ?? [])
    .filter(({ resource }) => resource === CONNECTION_TYPE)
    .map(({ provider }) => provider);
  // A provider may have a type of that name that means something else.
  const asked = useQueries({
    queries: named.map((provider) => trpc.resources.capabilities.queryOptions({ provider, resource: CONNECTION_TYPE })),
  });
  const parts = [types, ...asked];
  const isKnown = parts.every(({ data }) => data !== undefined);
  return {
    data: isKnown ? named.filter((_, index) => asked[index]?.data?.includes(CONNECTION_TYPE)) : undefined,
    error: parts.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => Promise.all(parts.filter(({ error }) => error !== null).map(({ refetch }) => refetch())),
  };
}

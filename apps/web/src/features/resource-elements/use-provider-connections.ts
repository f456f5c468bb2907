"use client";

import { CONNECTION_TYPE } from "@pragma/contract";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";

/** More are named in the text. */
const LIMIT = 100;

export interface ProviderConnections {
  /** Resources of the provider may use connections. */
  isSupported: boolean;
  /** Keys of those that exist. */
  keys: readonly string[];
}

/** The connections of a provider. @param provider null or empty while none is chosen */
export function useProviderConnections(provider: string | null): ProviderConnections {
  const trpc = useTRPC();
  const type = provider ? { provider, resource: CONNECTION_TYPE } : null;
  const capabilities = useQuery(trpc.resources.capabilities.queryOptions(type ?? skipToken));
  const isSupported = capabilities.data?.includes(CONNECTION_TYPE) ?? false;
  const wanted = isSupported && type ? { ...type, q: "", limit: LIMIT } : skipToken;
  const found = useQuery(trpc.resources.suggest.queryOptions(wanted));
  return { isSupported, keys: (found.data ?? []).map(({ key }) => key).sort() };
}

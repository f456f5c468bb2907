"use client";

import { parseKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** Each connection of a page is counted by a call of its own, so the counts follow changes more slowly than the list. */
const COUNT_MS = 10_000;

/**
 * How many resources use a connection, kept up to date.
 * @param key of the connection
 * @returns no count until there is one, and why it could not be had
 */
export function useUserCount(key: string): { count: number | undefined; problem: string | null } {
  const { data, error, refetch } = useQuery(useTRPC().resources.facets.queryOptions({ connection: key }));
  const provider = parseKey(key)?.provider;
  useLiveRefresh(refetch, (change) => change.provider === provider, COUNT_MS);
  return { count: data?.total, problem: data ? null : (error?.message ?? null) };
}

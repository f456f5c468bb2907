"use client";

import {
  type DefaultError,
  hashKey,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { readNextPage } from "./read-next-page.ts";

/** A list that is read page by page, and anew while things change: see `readNextPage`. */
export function usePagedQuery<
  TQueryFnData,
  TError = DefaultError,
  TData = InfiniteData<TQueryFnData>,
  TQueryKey extends QueryKey = QueryKey,
  TPageParam = unknown,
>(options: UseInfiniteQueryOptions<TQueryFnData, TError, TData, TQueryKey, TPageParam>) {
  const client = useQueryClient();
  const query = useInfiniteQuery(options);
  const latest = useRef({ queryKey: options.queryKey, query });
  useEffect(() => {
    latest.current = { queryKey: options.queryKey, query };
  });
  const fetchNextPage = useCallback(() => {
    const { queryKey, query } = latest.current;
    const hash = hashKey(queryKey);
    return readNextPage(client, queryKey, query.fetchNextPage, () => hashKey(latest.current.queryKey) === hash);
  }, [client]);
  return { ...query, fetchNextPage };
}

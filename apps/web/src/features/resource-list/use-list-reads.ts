"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type ListRead, watchReads } from "./list-reads.ts";

/**
 * Calls `onRead` once each read of a query has ended, before its answer is rendered. It may be another one each time.
 * @param hash of the query's key
 */
export function useListReads(hash: string, onRead: (read: ListRead) => void): void {
  const cache = useQueryClient().getQueryCache();
  const latest = useRef(onRead);
  useEffect(() => {
    latest.current = onRead;
  });
  useEffect(() => watchReads(cache, hash, (read) => latest.current(read)), [cache, hash]);
}

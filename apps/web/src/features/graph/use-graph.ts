"use client";

import type { StateChange } from "@pragma/contract";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useThrottledRefresh } from "~/features/live/use-throttled-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { GraphPart } from "./graph-part.ts";
import { patchGraph } from "./model/patch-graph.ts";

/** A graph may be large: changes of its nodes and edges are fetched at most this often. */
const READ_AGAIN_MS = 1500;

/**
 * A part of the graph, kept up to date: states as they change, nodes and edges a moment later.
 *
 * @param enabled false reads nothing
 */
export function useGraph(part: GraphPart, enabled: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.resources.graph.queryOptions(part);
  const query = useQuery({ ...options, enabled, placeholderData: keepPreviousData });
  const { queryKey } = options;
  const readAgain = useThrottledRefresh(() => queryClient.invalidateQueries({ queryKey }), { after: READ_AGAIN_MS });

  useLiveChanges((changes: readonly StateChange[]) => {
    if (!enabled) return;
    queryClient.setQueryData(queryKey, (graph) => graph && patchGraph(graph, changes));
    readAgain();
  });
  return query;
}

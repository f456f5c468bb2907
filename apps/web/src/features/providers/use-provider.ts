"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { buildInterval, deploymentInterval, providersInterval } from "./polling.ts";
import { useTypes } from "./use-types.ts";

/** Everything known about one provider, polled while a build or a deployment of it is in progress. */
export function useProvider(id: string, { leaving }: { leaving: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery({
    ...trpc.providers.list.queryOptions(),
    refetchInterval: ({ state }) => (leaving ? 2000 : providersInterval(state.data ?? [])),
  });
  const summary = list.data?.find(({ provider_id }) => provider_id === id);
  const deployment = useQuery({
    ...trpc.providers.deployment.queryOptions({ provider_id: id }),
    enabled: summary !== undefined && summary.deployment_status !== null,
    refetchInterval: ({ state }) => deploymentInterval(state.data ? [state.data.status] : []),
  });
  const builds = useQuery({
    ...trpc.providers.builds.queryOptions({ provider_id: id }),
    enabled: summary !== undefined,
    refetchInterval: ({ state }) => buildInterval(state.data?.map(({ status }) => status) ?? []),
  });
  const serving = summary?.current_version;
  const types = useTypes(id, serving);

  const before = useRef(serving);
  useEffect(() => {
    if (before.current === serving) return;
    before.current = serving;
    void queryClient.invalidateQueries(trpc.providers.deployment.queryFilter({ provider_id: id }));
  }, [serving, queryClient, trpc, id]);
  return { list, summary, deployment, builds, types };
}

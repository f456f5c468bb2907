"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";

/** How many failures there are, in words; those of one provider are not counted. */
export function TotalFailures({ provider }: { provider: string | null }) {
  const trpc = useTRPC();
  const queue = useQuery(trpc.overview.queue.queryOptions(undefined, { staleTime: 0 }));
  if (provider !== null) return <>All failures of the provider {provider}</>;
  const total = queue.data?.dead_letters;
  if (total === undefined) return <>All failures of the organization</>;
  return <>{total === 1 ? "The only failure" : `All ${total.toLocaleString("en")} failures`} of the organization</>;
}

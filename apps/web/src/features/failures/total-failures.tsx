"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import type { Failure } from "./failure.ts";

/** How many failures there are, in words: of one provider only those that were read are counted. */
export function TotalFailures({ provider, loaded }: { provider: string | null; loaded: readonly Failure[] }) {
  const trpc = useTRPC();
  const queue = useQuery(trpc.overview.queue.queryOptions(undefined, { staleTime: 0 }));
  if (provider !== null) {
    const own = loaded.filter((failure) => failure.provider === provider).length;
    return (
      <>
        All failures of the provider {provider}
        {own > 0 ? `, ${own} of them shown here,` : ""}
      </>
    );
  }
  const total = queue.data?.dead_letters;
  if (total === undefined) return <>All failures of the organization</>;
  return <>{total === 1 ? "The only failure" : `All ${total.toLocaleString("en")} failures`} of the organization</>;
}

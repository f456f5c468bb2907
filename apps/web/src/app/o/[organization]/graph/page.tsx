import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { GraphPage } from "~/features/graph/graph-page.tsx";
import { groupedInput, groupingOf, loadGraphParams } from "~/features/graph/graph-params.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Graph" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [queryClient, trpc] = [getQueryClient(), await getTrpc()];
  const choice = await loadGraphParams(searchParams);
  // Awaited: data that arrives between rendering here and in the browser would make the two differ.
  const counts = await queryClient.fetchQuery(trpc.overview.counts.queryOptions()).catch(() => undefined);
  const by = groupingOf(choice, counts?.by_provider);
  // Groups are few, however many resources are in them.
  if (by !== null && choice.open === null) {
    await queryClient.prefetchQuery(trpc.resources.groupedGraph.queryOptions(groupedInput(by, choice)));
  }
  return (
    <Hydrate>
      <GraphPage />
    </Hydrate>
  );
}

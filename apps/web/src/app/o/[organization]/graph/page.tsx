import type { Metadata } from "next";
import { GraphPage } from "~/features/graph/graph-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Graph" };

export default async function Page() {
  // Awaited: data that arrives between rendering here and in the browser would make the two differ.
  await getQueryClient().prefetchQuery((await getTrpc()).overview.counts.queryOptions());
  return (
    <Hydrate>
      <GraphPage />
    </Hydrate>
  );
}

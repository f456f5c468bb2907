import type { Metadata } from "next";
import { GraphPage } from "~/features/graph/graph-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Graph" };

export default function Page() {
  void getQueryClient().prefetchQuery(getTrpc().overview.counts.queryOptions());
  return (
    <Hydrate>
      <GraphPage />
    </Hydrate>
  );
}

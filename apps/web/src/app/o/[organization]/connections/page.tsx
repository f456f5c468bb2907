import type { Metadata } from "next";
import { CONNECTIONS_INPUT } from "~/features/connections/connections-input.ts";
import { ConnectionsPage } from "~/features/connections/connections-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsRoute() {
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.resources.types.queryOptions()),
    queryClient.prefetchQuery(trpc.resources.list.queryOptions(CONNECTIONS_INPUT)),
  ]);
  return (
    <Hydrate>
      <ConnectionsPage />
    </Hydrate>
  );
}

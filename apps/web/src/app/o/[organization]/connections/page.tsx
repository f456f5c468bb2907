import { CONNECTION_TYPE } from "@pragma/contract";
import type { Metadata } from "next";
import { CONNECTIONS_INPUT } from "~/features/connections/connections-input.ts";
import { ConnectionsPage } from "~/features/connections/connections-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsRoute() {
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  const types = await queryClient.fetchQuery(trpc.resources.types.queryOptions()).catch(() => []);
  await Promise.all([
    queryClient.prefetchQuery(trpc.resources.list.queryOptions(CONNECTIONS_INPUT)),
    // Without them the head would grow by its button once they arrive.
    ...types
      .filter(({ resource }) => resource === CONNECTION_TYPE)
      .map(({ provider, resource }) =>
        queryClient.prefetchQuery(trpc.resources.capabilities.queryOptions({ provider, resource })),
      ),
  ]);
  return (
    <Hydrate>
      <ConnectionsPage />
    </Hydrate>
  );
}

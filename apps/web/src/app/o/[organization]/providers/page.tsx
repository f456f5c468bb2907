import type { Metadata } from "next";
import { ProvidersPage } from "~/features/providers/providers-page.tsx";
import { publicAddresses } from "~/server/public-addresses.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Providers" };

export default async function ProvidersRoute() {
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  const providers = await queryClient.fetchQuery(trpc.providers.list.queryOptions()).catch(() => []);
  const deployed = providers.filter(({ deployment_status }) => deployment_status !== null);
  await Promise.all([
    ...["pragma", ...providers.map(({ provider_id }) => provider_id)].map((provider) =>
      queryClient.prefetchQuery(trpc.providers.types.queryOptions({ provider })),
    ),
    ...deployed.map(({ provider_id }) =>
      queryClient.prefetchQuery(trpc.providers.deployment.queryOptions({ provider_id })),
    ),
  ]);
  return (
    <Hydrate>
      <ProvidersPage addresses={publicAddresses()} />
    </Hydrate>
  );
}

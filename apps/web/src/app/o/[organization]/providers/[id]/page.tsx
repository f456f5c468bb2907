import type { Metadata } from "next";
import { ProviderPage } from "~/features/providers/provider-page.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";
import { publicAddresses } from "~/server/public-addresses.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: keyOfSegments([(await params).id]) };
}

export default async function ProviderRoute({ params }: Props) {
  const id = keyOfSegments([(await params).id]);
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  const providers = await queryClient.fetchQuery(trpc.providers.list.queryOptions()).catch(() => []);
  const summary = providers.find(({ provider_id }) => provider_id === id);
  const input = { provider_id: id };
  await Promise.all([
    queryClient.prefetchQuery(trpc.providers.types.queryOptions({ provider: id })),
    summary ? queryClient.prefetchQuery(trpc.providers.builds.queryOptions(input)) : null,
    summary?.deployment_status ? queryClient.prefetchQuery(trpc.providers.deployment.queryOptions(input)) : null,
  ]);
  return (
    <Hydrate>
      <ProviderPage id={id} addresses={publicAddresses()} />
    </Hydrate>
  );
}

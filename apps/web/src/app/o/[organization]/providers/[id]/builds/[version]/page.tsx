import type { Metadata } from "next";
import { BuildPage } from "~/features/providers/build-page.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ id: string; version: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, version } = await params;
  return { title: `${keyOfSegments([id])} ${keyOfSegments([version])}` };
}

export default async function BuildRoute({ params }: Props) {
  const { id, version } = await params;
  const input = { provider_id: keyOfSegments([id]), version: keyOfSegments([version]) };
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.providers.build.queryOptions(input)),
    queryClient.prefetchQuery(trpc.providers.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <BuildPage provider={input.provider_id} version={input.version} />
    </Hydrate>
  );
}

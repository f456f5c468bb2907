import type { Metadata } from "next";
import { TypePage } from "~/features/providers/type-page.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ id: string; type: string[] }>;
}

/** A type's name may have slashes. */
async function named({ params }: Props): Promise<{ provider: string; resource: string }> {
  const { id, type } = await params;
  return { provider: keyOfSegments([id]), resource: keyOfSegments(type) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { provider, resource } = await named(props);
  return { title: `${provider}/${resource}` };
}

export default async function TypeRoute(props: Props) {
  const { provider, resource } = await named(props);
  await getQueryClient().prefetchQuery((await getTrpc()).providers.types.queryOptions({ provider }));
  return (
    <Hydrate>
      <TypePage provider={provider} resource={resource} />
    </Hydrate>
  );
}

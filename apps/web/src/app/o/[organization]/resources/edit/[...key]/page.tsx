import type { Metadata } from "next";
import { EditResource } from "~/features/resource-editor/edit-resource.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ key: string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${keyOfSegments((await params).key)}` };
}

export default async function EditResourcePage({ params }: Props) {
  const key = keyOfSegments((await params).key);
  // Awaited: data that arrives between the markup and the scripts would not match the markup.
  await Promise.all([
    getQueryClient().prefetchQuery((await getTrpc()).resources.types.queryOptions()),
    getQueryClient().prefetchQuery((await getTrpc()).resources.get.queryOptions({ id: key })),
  ]);
  return (
    <Hydrate>
      <EditResource resourceKey={key} />
    </Hydrate>
  );
}

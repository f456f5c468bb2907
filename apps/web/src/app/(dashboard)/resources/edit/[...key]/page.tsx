import type { Metadata } from "next";
import { EditResource } from "~/features/resource-editor/edit-resource.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export async function generateMetadata({ params }: PageProps<"/resources/edit/[...key]">): Promise<Metadata> {
  return { title: `Edit ${keyOf((await params).key)}` };
}

export default async function EditResourcePage({ params }: PageProps<"/resources/edit/[...key]">) {
  const key = keyOf((await params).key);
  void getQueryClient().prefetchQuery(getTrpc().resources.types.queryOptions());
  void getQueryClient().prefetchQuery(getTrpc().resources.get.queryOptions({ id: key }));
  return (
    <Hydrate>
      <EditResource resourceKey={key} />
    </Hydrate>
  );
}

function keyOf(segments: readonly string[]): string {
  return segments.map(decodeURIComponent).join("/");
}

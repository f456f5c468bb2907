import type { Metadata } from "next";
import { NewResource } from "~/features/resource-editor/new-resource.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  searchParams: Promise<{ type?: string | string[]; name?: string | string[]; from?: string | string[] }>;
}

export const metadata: Metadata = { title: "New resource" };

export default async function NewResourcePage({ searchParams }: Props) {
  const { type, name, from } = await searchParams;
  // Awaited: data that arrives between the markup and the scripts would not match the markup.
  await getQueryClient().prefetchQuery((await getTrpc()).resources.types.queryOptions());
  return (
    <Hydrate>
      <NewResource type={one(type)} name={one(name)} from={one(from)} />
    </Hydrate>
  );
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { listInput, loadFilters } from "~/features/resource-list/filters.ts";
import { ResourceList } from "~/features/resource-list/resource-list.tsx";
import { exampleOf } from "~/server/example-of.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Resources" };

export default async function ResourcesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const input = listInput(await loadFilters(searchParams));
  // Awaited, so that the first rows are in the page itself: it is one short query.
  await getQueryClient().prefetchInfiniteQuery(
    (await getTrpc()).resources.list.infiniteQueryOptions(input, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <Hydrate>
      <ResourceList example={await exampleOf()} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { changesInput, loadChangeFilters } from "~/features/changes/list/change-filters.ts";
import { ChangesPage } from "~/features/changes/list/changes-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Changes" };

export default async function ChangesRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const input = changesInput(await loadChangeFilters(searchParams));
  const trpc = await getTrpc();
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.changes.list.infiniteQueryOptions(input, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    ),
    queryClient.prefetchQuery(trpc.changes.openPlans.queryOptions()),
    queryClient.prefetchQuery(trpc.members.list.queryOptions()),
    queryClient.prefetchQuery(trpc.sets.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <ChangesPage />
    </Hydrate>
  );
}

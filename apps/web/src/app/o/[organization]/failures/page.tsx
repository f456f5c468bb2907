import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { groupsInput, listInput, loadFailureParams } from "~/features/failures/failure-params.ts";
import { FailuresPage } from "~/features/failures/failures-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Failures" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadFailureParams(searchParams);
  const { overview, deadLetters, providers } = await getTrpc();
  const client = getQueryClient();
  await Promise.all([
    // Whether anything is failed that has no failure belongs to the first words of the page.
    client.prefetchQuery(overview.counts.queryOptions()),
    client.prefetchQuery(providers.list.queryOptions()),
    client.prefetchQuery(deadLetters.groups.queryOptions(groupsInput(params))),
    client.prefetchInfiniteQuery(
      deadLetters.list.infiniteQueryOptions(listInput(params), { getNextPageParam: ({ nextCursor }) => nextCursor }),
    ),
  ]);
  return (
    <Hydrate>
      <FailuresPage />
    </Hydrate>
  );
}

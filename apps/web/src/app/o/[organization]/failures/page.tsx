import type { Metadata } from "next";
import { FailuresPage } from "~/features/failures/failures-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Failures" };

export default async function Page() {
  // Whether anything is failed that has no failure belongs to the first words of the page.
  await getQueryClient().prefetchQuery((await getTrpc()).overview.counts.queryOptions());
  return (
    <Hydrate>
      <FailuresPage />
    </Hydrate>
  );
}

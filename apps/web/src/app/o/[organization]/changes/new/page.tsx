import type { Metadata } from "next";
import { NewChangePage } from "~/features/new-change/new-change-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "New change" };

export default async function NewChangeRoute() {
  // Awaited: data that arrives between the markup and the scripts would not match the markup.
  await getQueryClient().prefetchQuery((await getTrpc()).resources.types.queryOptions());
  return (
    <Hydrate>
      <NewChangePage />
    </Hydrate>
  );
}

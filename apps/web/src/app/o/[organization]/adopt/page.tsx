import type { Metadata } from "next";
import { AdoptPage } from "~/features/adoption/adopt-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Adopt" };

export default async function AdoptRoute() {
  // Awaited: data that arrives between the markup and the scripts would not match the markup.
  await getQueryClient().prefetchQuery((await getTrpc()).resources.types.queryOptions());
  return (
    <Hydrate>
      <AdoptPage />
    </Hydrate>
  );
}

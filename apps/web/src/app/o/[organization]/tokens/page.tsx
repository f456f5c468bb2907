import type { Metadata } from "next";
import { requireOrganization } from "~/auth/organization.ts";
import { TokensPage } from "~/features/tokens/tokens-page.tsx";
import { publicAddresses } from "~/server/public-addresses.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Tokens" };

export default async function TokensRoute() {
  const { member } = await requireOrganization();
  if (member.scopes.has("tokens:write")) {
    await getQueryClient().prefetchInfiniteQuery(
      (await getTrpc()).tokens.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    );
  }
  return (
    <Hydrate>
      <TokensPage addresses={publicAddresses()} />
    </Hydrate>
  );
}

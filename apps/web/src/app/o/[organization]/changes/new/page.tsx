import type { Metadata } from "next";
import { NewChangePage } from "~/features/changes/new/new-change-page.tsx";
import { MAX_DRAFTS } from "~/lib/hrefs.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  searchParams: Promise<{ draft?: string | string[] }>;
}

export const metadata: Metadata = { title: "New change" };

export default async function NewChangeRoute({ searchParams }: Props) {
  const { draft = [] } = await searchParams;
  const drafts = [...new Set([draft].flat())].slice(0, MAX_DRAFTS);
  // Awaited: data that arrives between the markup and the scripts would not match the markup.
  await getQueryClient().prefetchQuery((await getTrpc()).resources.types.queryOptions());
  return (
    <Hydrate>
      <NewChangePage key={drafts.join(" ")} drafts={drafts} />
    </Hydrate>
  );
}

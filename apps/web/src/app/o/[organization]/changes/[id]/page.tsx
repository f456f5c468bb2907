import { changeTitle, uuidOf } from "@pragma/contract";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { actionsInput, loadActionFilter } from "~/features/changes/actions/action-filter.ts";
import { ChangePage } from "~/features/changes/change/change-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

/** Null if there is none. */
const read = cache(async (id: string) => {
  const trpc = await getTrpc();
  try {
    return await getQueryClient().fetchQuery(trpc.changes.get.queryOptions({ id }, { retry: false }));
  } catch (error) {
    // The pages have another copy of the error's class than the server that throws it.
    if (error instanceof Error && "code" in error && error.code === "NOT_FOUND") return null;
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = uuidOf((await params).id);
  const found = id === undefined ? null : await read(id);
  return { title: found ? changeTitle(found.change) : "Not found" };
}

export default async function ChangeRoute({ params, searchParams }: Props) {
  const id = uuidOf((await params).id);
  if (id === undefined || !(await read(id))) notFound();
  const { changes } = await getTrpc();
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      changes.actions.infiniteQueryOptions(actionsInput(id, await loadActionFilter(searchParams)), {
        getNextPageParam: ({ nextCursor }) => nextCursor,
      }),
    ),
    queryClient.prefetchQuery(changes.timeline.queryOptions({ id })),
  ]);
  return (
    <Hydrate>
      <ChangePage key={id} id={id} />
    </Hydrate>
  );
}

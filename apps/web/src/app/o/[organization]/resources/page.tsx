import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { requireOrganization } from "~/auth/organization.ts";
import { listInput, loadFilters } from "~/features/resource-list/filters.ts";
import { groupsInput } from "~/features/resource-list/groups/group-filters.ts";
import { LAYOUT_COOKIE, readLayout } from "~/features/resource-list/layout.ts";
import { ResourceList } from "~/features/resource-list/page/resource-list.tsx";
import { queryOf, viewHref } from "~/features/resource-list/views/view-query.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Resources" };

export default async function ResourcesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadFilters(searchParams);
  const [queryClient, trpc] = [getQueryClient(), await getTrpc()];
  await openView(await searchParams);
  // Awaited, so that the first lines are in the page itself: it is one short query, and groups are shared.
  if (filters.group) {
    await queryClient.prefetchQuery(trpc.resources.groups.queryOptions(groupsInput(filters, filters.group)));
  } else {
    await queryClient.prefetchInfiniteQuery(
      trpc.resources.list.infiniteQueryOptions(listInput(filters), {
        getNextPageParam: ({ nextCursor }) => nextCursor,
      }),
    );
  }
  return (
    <Hydrate>
      <ResourceList kept={readLayout((await cookies()).get(LAYOUT_COOKIE)?.value)} />
    </Hydrate>
  );
}

/** An address that names nothing but a view leads to what the view keeps. */
async function openView({ view: id, ...others }: Awaited<SearchParams>): Promise<void> {
  if (typeof id !== "string") return;
  const views = await getQueryClient().fetchQuery((await getTrpc()).views.list.queryOptions());
  const view = views.find((one) => one.id === id);
  if (!view || Object.keys(others).length > 0) return;
  // A view may keep nothing that an address can say: that would lead back here.
  const query = queryOf(loadFilters(`?${view.query}`));
  if (query === "") return;
  const { organization } = await requireOrganization();
  redirect(organizationPath(organization.slug, viewHref({ id, query })));
}

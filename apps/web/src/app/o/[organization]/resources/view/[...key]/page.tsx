import { resourceKey } from "@pragma/contract";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { requireOrganization } from "~/auth/organization.ts";
import { ResourcePage } from "~/features/resource/resource-page.tsx";
import { hasStagedDraft } from "~/features/resource-elements/resource-facts.ts";
import { keyOfSegments, resourceHref } from "~/lib/hrefs.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

interface Props {
  params: Promise<{ key: string[] }>;
}

/** Null if there is none. */
const read = cache(async (id: string) => {
  const trpc = await getTrpc();
  try {
    return await getQueryClient().fetchQuery(trpc.resources.get.queryOptions({ id }, { retry: false }));
  } catch (error) {
    // The pages have another copy of the error's class than the server that throws it.
    if (error instanceof Error && "code" in error && error.code === "NOT_FOUND") return null;
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await read(keyOfSegments((await params).key));
  return { title: found?.resource.name ?? "Not found" };
}

export default async function ResourceViewPage({ params }: Props) {
  const id = keyOfSegments((await params).key);
  const found = await read(id);
  if (!found) notFound();
  const key = resourceKey(found.resource);
  // Errors name resources by their internal id. The page has one address.
  if (key !== id) {
    const { organization } = await requireOrganization();
    redirect(organizationPath(organization.slug, resourceHref(key)));
  }
  // Awaited: data that arrives before hydration would make the page differ from the server's.
  const trpc = await getTrpc();
  const { provider, resource, change_id: change } = found.resource;
  await Promise.all([
    getQueryClient().prefetchQuery(trpc.resources.explain.queryOptions({ id: key })),
    getQueryClient().prefetchQuery(trpc.resources.relations.queryOptions({ id: key })),
    getQueryClient().prefetchQuery(trpc.resources.drift.queryOptions({ id: key })),
    getQueryClient().prefetchQuery(trpc.resources.types.queryOptions({ provider })),
    getQueryClient().prefetchQuery(trpc.resources.capabilities.queryOptions({ provider, resource })),
    getQueryClient().prefetchQuery(trpc.providers.list.queryOptions()),
    ...(change ? [getQueryClient().prefetchQuery(trpc.changes.named.queryOptions({ id: change }))] : []),
    ...(hasStagedDraft(found.resource)
      ? [getQueryClient().prefetchQuery(trpc.resources.stagedChanges.queryOptions({ id: key }))]
      : []),
  ]);
  return (
    <Hydrate>
      <ResourcePage resourceKey={key} />
    </Hydrate>
  );
}

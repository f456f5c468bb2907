import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader, type SearchParams } from "nuqs/server";
import { exampleOf } from "~/app/o/[organization]/example-of.ts";
import { requireOrganization } from "~/auth/organization.ts";
import { firstStepsCookie } from "~/features/overview/first-steps-cookie.ts";
import { OverviewPage } from "~/features/overview/overview-page.tsx";
import { overviewParams } from "~/features/overview/overview-params.ts";
import { RUNNING_CHANGES } from "~/features/overview/running-changes.ts";
import { SHOWN_ACTIVITY } from "~/features/overview/shown-activity.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

/** In full: the layout's title is for the pages below this one. */
export async function generateMetadata({ params }: { params: Promise<{ organization: string }> }): Promise<Metadata> {
  const { organization } = await params;
  return { title: { absolute: `Overview – ${organization} – Pragma` } };
}

const load = createLoader(overviewParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { hours } = await load(searchParams);
  const { overview, deadLetters, changes } = await getTrpc();
  const client = getQueryClient();
  // Awaited: data that arrives between rendering here and in the browser would make the two differ.
  await Promise.all([
    client.prefetchQuery(overview.counts.queryOptions()),
    client.prefetchQuery(overview.checklist.queryOptions()),
    client.prefetchQuery(overview.attention.queryOptions()),
    client.prefetchQuery(overview.queue.queryOptions()),
    client.prefetchQuery(overview.activity.queryOptions({ limit: SHOWN_ACTIVITY })),
    client.prefetchQuery(overview.series.queryOptions({ hours })),
    client.prefetchQuery(deadLetters.groups.queryOptions({})),
    client.prefetchQuery(changes.list.queryOptions(RUNNING_CHANGES)),
  ]);
  return (
    <Hydrate>
      <OverviewPage firstStepsDismissed={await areFirstStepsDismissed()} example={await exampleOf()} />
    </Hydrate>
  );
}

async function areFirstStepsDismissed(): Promise<boolean> {
  const { organization } = await requireOrganization();
  return (await cookies()).has(firstStepsCookie(organization.id));
}

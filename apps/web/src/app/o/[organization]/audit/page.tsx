import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { requireOrganization } from "~/auth/organization.ts";
import { auditInput, loadAuditFilters } from "~/features/audit/audit-filters.ts";
import { AuditPage } from "~/features/audit/audit-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadAuditFilters(searchParams);
  if ((await requireOrganization()).member.scopes.has("audit:read")) {
    await getQueryClient().prefetchInfiniteQuery(
      (await getTrpc()).audit.list.infiniteQueryOptions(auditInput(filters), {
        getNextPageParam: ({ nextCursor }) => nextCursor,
      }),
    );
  }
  return (
    <Hydrate>
      <AuditPage />
    </Hydrate>
  );
}

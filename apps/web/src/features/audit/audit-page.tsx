"use client";

import { useQueryStates } from "nuqs";
import { Card } from "~/components/ui/card.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import { AUDIT_PARSERS, type AuditFilterPatch, NO_AUDIT_FILTERS } from "./audit-filters.ts";
import { AuditList } from "./audit-list.tsx";

/** The audit log of the organization, newest first. */
export function AuditPage() {
  const canRead = useCan("audit:read");
  const [filters, setFilters] = useQueryStates(AUDIT_PARSERS, { history: "replace" });
  // Filtering for others ends the search for the entry of the address.
  const filter = (patch: AuditFilterPatch): void => void setFilters({ entry: null, ...patch });
  const clear = (): void => void setFilters(NO_AUDIT_FILTERS);
  return (
    <>
      <PageHeader title="Audit" description="Who did what and when, newest first." />
      <Card>
        {canRead ? (
          <>
            <AuditFilterBar filters={filters} onChange={filter} onClear={clear} />
            <AuditList filters={filters} onFilter={filter} onClear={clear} />
          </>
        ) : (
          <NotIncluded />
        )}
      </Card>
    </>
  );
}

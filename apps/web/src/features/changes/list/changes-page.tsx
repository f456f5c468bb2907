"use client";

import { useQuery } from "@tanstack/react-query";
import { GitPullRequestArrow, Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newChangeHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LoadMore } from "~/trpc/load-more.tsx";
import { CHANGE_PARSERS, type ChangeFilters, isFiltered, NO_CHANGE_FILTERS } from "./change-filters.ts";
import { ChangesFilterBar } from "./changes-filter-bar.tsx";
import { ChangesTable } from "./changes-table.tsx";
import { useChanges } from "./use-changes.ts";

const EMPTY: Record<ChangeFilters["view"], string> = {
  applied: "No changes applied yet",
  open: "No open plans",
  all: "No changes yet",
};

/** Plans and applied changes, newest first. */
export function ChangesPage() {
  const canPlan = useCan("changes:plan");
  const [filters, setFilters] = useQueryStates(CHANGE_PARSERS, { history: "replace" });
  const clear = (): void => void setFilters(NO_CHANGE_FILTERS);
  return (
    <>
      <PageHeader
        title="Changes"
        description="Plans and applied changes, newest first."
        actions={canPlan ? <NewChange /> : undefined}
      />
      <Tabs
        label="Show"
        tabs={[
          { value: "applied", label: "Applied" },
          { value: "open", label: <OpenPlans /> },
          { value: "all", label: "All" },
        ]}
        value={filters.view}
        onValueChange={(view) => void setFilters({ view: view as ChangeFilters["view"] })}
      >
        <TabPanel value={filters.view}>
          <ChangesFilterBar filters={filters} onChange={(patch) => void setFilters(patch)} onClear={clear} />
          <Card>
            <ChangesList filters={filters} onClear={clear} />
          </Card>
        </TabPanel>
      </Tabs>
    </>
  );
}

/** With their number, since they wait for somebody. */
function OpenPlans() {
  const trpc = useTRPC();
  const { data: count = 0 } = useQuery(trpc.changes.openPlans.queryOptions());
  return (
    <>
      Open plans
      {count > 0 ? (
        <Badge tone="accent" className="ml-1.5 tabular-nums">
          {count.toLocaleString("en")}
        </Badge>
      ) : null}
    </>
  );
}

function NewChange() {
  return (
    <Button asChild variant="primary">
      <Link href={newChangeHref()}>
        <Plus aria-hidden /> New change
      </Link>
    </Button>
  );
}

function ChangesList({ filters, onClear }: { filters: ChangeFilters; onClear: () => void }) {
  const { query, changes } = useChanges(filters);
  const canPlan = useCan("changes:plan");
  if (query.isPending) return <SkeletonRows rows={8} label="Loading changes" />;
  if (query.isError && !query.data) return <CallError error={query.error} onRetry={() => void query.refetch()} />;
  if (changes.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState
        icon={GitPullRequestArrow}
        title="No changes match"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        No change in this organization matches all of the filters.
      </EmptyState>
    ) : (
      <EmptyState icon={GitPullRequestArrow} title={EMPTY[filters.view]} action={canPlan ? <NewChange /> : null}>
        A change is a group of documents that are planned, applied and reverted together.
      </EmptyState>
    );
  }
  return (
    <>
      <ChangesTable changes={changes} isOutdated={query.isPlaceholderData} />
      <LoadMore query={query} />
    </>
  );
}

"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource/domain-notice.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { LongCounts } from "../change-counts.tsx";
import { changeTitle } from "../change-words.ts";
import { ACTION_PARSERS } from "./action-filter.ts";
import { ActionsSection } from "./actions-section.tsx";
import { ChangeActions } from "./change-actions.tsx";
import { ChangeFacts } from "./change-facts.tsx";
import { ChangeNotices } from "./change-notices.tsx";
import { ChangeProgress } from "./change-progress.tsx";
import { ChangeGraphSection } from "./graph/change-graph-section.tsx";
import { useActions } from "./use-actions.ts";
import { useChange } from "./use-change.ts";
import { useChangeDeeds } from "./use-change-deeds.ts";

/** A change, live: the plan first, and then the run. */
export function ChangePage({ id }: { id: string }) {
  const [filter, setFilter] = useQueryStates(ACTION_PARSERS, { history: "replace" });
  const read = useActions(id, filter);
  const resources = useMemo(() => new Set(read.actions.map(({ resource }) => resource.id)), [read.actions]);
  const query = useChange(id, resources);
  const deeds = useChangeDeeds(id);
  if (query.error && !query.data) {
    return (
      <>
        <PageHeader title="Change" />
        <CallError error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  if (!query.data) return <SkeletonRows rows={6} label="Loading the change" />;
  const { change, progress } = query.data;
  return (
    <>
      <PageHeader
        title={changeTitle(change)}
        description={<ChangeFacts change={change} />}
        actions={<ChangeActions change={change} deeds={deeds} />}
      />
      <div className="flex flex-col gap-4">
        {deeds.error ? <DomainNotice error={deeds.error} /> : null}
        <LongCounts counts={change.counts} />
        {change.applied_at === null ? null : <ChangeProgress progress={progress} />}
        <ChangeNotices change={change} />
        <ChangeGraphSection id={id} />
        <ActionsSection
          change={change}
          deeds={deeds}
          read={read}
          filter={filter}
          onFilter={(patch) => void setFilter(patch)}
        />
      </div>
    </>
  );
}

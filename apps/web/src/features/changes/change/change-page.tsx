"use client";

import { changeTitle, messageBody } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { ACTION_PARSERS } from "../actions/action-filter.ts";
import { keysById } from "../actions/action-groups.ts";
import { ChangeNotices } from "../actions/change-notices.tsx";
import { ActionsSection } from "./actions-section.tsx";
import { ChangeActions } from "./change-actions.tsx";
import { ChangeFacts } from "./change-facts.tsx";
import { ChangeProgress } from "./change-progress.tsx";
import { ChangeSummaryLine } from "./change-summary.tsx";
import { ChangeGraphSection } from "./graph/change-graph-section.tsx";
import { runsOn } from "./timeline/timeline-model.ts";
import { TimelineSection } from "./timeline/timeline-section.tsx";
import { useActions } from "./use-actions.ts";
import { useChange } from "./use-change.ts";
import { useChangeMutations } from "./use-change-mutations.ts";

/** A change, live: the plan first, and then the run. */
export function ChangePage({ id }: { id: string }) {
  const [filter, setFilter] = useQueryStates(ACTION_PARSERS, { history: "replace" });
  const read = useActions(id, filter);
  const resources = useMemo(() => new Set(read.actions.map(({ resource }) => resource.id)), [read.actions]);
  const query = useChange(id, resources);
  const mutations = useChangeMutations(id);
  const timeline = useQuery(useTRPC().changes.timeline.queryOptions({ id }));
  const timed = timeline.data?.actions;
  const keys = useMemo(
    () => new Map([...keysById(read.actions), ...(timed ?? []).map(({ resource, key }) => [resource, key] as const)]),
    [read.actions, timed],
  );
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
  const body = messageBody(change.message);
  const retriable = (timed ?? []).filter(({ canBeRetried }) => canBeRetried);
  return (
    <>
      <PageHeader
        title={<span className="whitespace-normal [overflow-wrap:anywhere]">{changeTitle(change)}</span>}
        description={
          <>
            {body === null ? null : <p className="mb-1 whitespace-pre-line [overflow-wrap:anywhere]">{body}</p>}
            <ChangeSummaryLine change={change} progress={progress} />
            <ChangeFacts change={change} />
          </>
        }
        actions={
          <ChangeActions
            change={change}
            failed={retriable.map(({ key }) => key)}
            runsOn={runsOn(change, timed ?? [])}
            mutations={mutations}
          />
        }
      />
      <div className="flex flex-col gap-4">
        {mutations.error ? <DomainNotice error={mutations.error} /> : null}
        {change.status === "applying" ? <ChangeProgress progress={progress} /> : null}
        <ChangeNotices change={change} keys={keys} isRefused={mutations.error !== null} />
        {change.applied_at === null ? null : <TimelineSection change={{ ...change, applied_at: change.applied_at }} />}
        <ActionsSection
          change={change}
          mutations={mutations}
          read={read}
          retriable={new Set(retriable.map(({ id: action }) => action))}
          filter={filter}
          onFilter={(patch) => void setFilter(patch)}
        />
        <ChangeGraphSection id={id} />
      </div>
    </>
  );
}

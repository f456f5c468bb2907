"use client";

import { resourceKey as keyOf } from "@pragma/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useRemembered } from "~/features/shell/palette/recent-resources.ts";
import { isNotFound } from "~/lib/domain-error.ts";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { ExplanationPanel, useExplanation } from "./explanation/explanation-panel.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import type { RelationsQuery } from "./relations-panel.tsx";
import { ResourceGone } from "./resource-gone.tsx";
import { ResourceHeader } from "./resource-header.tsx";
import { ResourceSkeleton } from "./resource-skeleton.tsx";
import { RESOURCE_TABS, type ResourceTab, tabsOf } from "./resource-tabs.ts";
import type { Relations, Tagged } from "./resource-types.ts";
import { type ResourceMutations, useResourceMutations } from "./use-resource-mutations.ts";

const loading = () => <SkeletonRows rows={6} label="Loading" />;
/** Tabs other than the first are loaded when they are opened. */
const HistoryTab = dynamic(() => loadPart(() => import("./history/history-tab.tsx")).then((file) => file.HistoryTab), {
  loading,
});
const LogsTab = dynamic(() => loadPart(() => import("./logs-tab.tsx")).then((file) => file.LogsTab), { loading });
const HealthTab = dynamic(() => loadPart(() => import("./health-tab.tsx")).then((file) => file.HealthTab), { loading });
const FailureTab = dynamic(() => loadPart(() => import("./failure-tab.tsx")).then((file) => file.FailureTab), {
  loading,
});

const parseTab = parseAsStringLiteral(RESOURCE_TABS.map(({ value }) => value))
  .withDefault("overview")
  .withOptions({ history: "push" });

/** One resource, live. */
export function ResourcePage({ resourceKey }: { resourceKey: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [tab] = useQueryState("tab", parseTab);
  useRemembered(resourceKey);
  const query = useQuery(trpc.resources.get.queryOptions({ id: resourceKey }));
  const relations = useQuery(trpc.resources.relations.queryOptions({ id: resourceKey }));
  const explanation = useExplanation(resourceKey);
  const concerned = new Set([...idsOf(relations.data), ...(explanation?.way ?? []).map(({ id }) => id)]);
  useLiveRefresh(
    () =>
      Promise.all([
        queryClient.invalidateQueries(trpc.resources.get.queryFilter({ id: resourceKey })),
        queryClient.invalidateQueries(trpc.resources.explain.queryFilter({ id: resourceKey })),
        queryClient.invalidateQueries(trpc.resources.relations.queryFilter({ id: resourceKey })),
        queryClient.invalidateQueries(trpc.resources.drift.queryFilter({ id: resourceKey })),
        queryClient.invalidateQueries(trpc.resources.stagedChanges.queryFilter({ id: resourceKey })),
        queryClient.invalidateQueries(trpc.resources.history.pathFilter()),
        queryClient.invalidateQueries(trpc.resources.neighbourHistory.pathFilter()),
        queryClient.invalidateQueries(trpc.deadLetters.pathFilter()),
      ]),
    (change) => keyOf(change) === resourceKey || concerned.has(change.resource_id),
  );

  if (isNotFound(query.error)) return <ResourceGone resourceKey={resourceKey} wasHere={query.data !== undefined} />;
  if (query.error && !query.data) {
    return <CallError error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <ResourceSkeleton />;
  return <LoadedResource tagged={query.data} relations={relations} explanation={explanation} tab={tab} />;
}

interface LoadedResourceProps {
  tagged: Tagged;
  relations: RelationsQuery;
  explanation: ReturnType<typeof useExplanation>;
  tab: ResourceTab;
}

function LoadedResource({ tagged, relations, explanation, tab }: LoadedResourceProps) {
  const mutations = useResourceMutations(tagged);
  return (
    <>
      <ResourceHeader tagged={tagged} mutations={mutations} />
      {/* The log's own tab has all of it. */}
      <ExplanationPanel resource={tagged.resource} explanation={explanation} withLog={tab !== "logs"} />
      <ResourceTabs tagged={tagged} mutations={mutations} relations={relations} />
    </>
  );
}

function ResourceTabs({
  tagged,
  mutations,
  relations,
}: Pick<LoadedResourceProps, "tagged" | "relations"> & { mutations: ResourceMutations }) {
  const { resource } = tagged;
  const key = keyOf(resource);
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState("tab", parseTab);
  const type = { provider: resource.provider, resource: resource.resource };
  const capabilities = useQuery(trpc.resources.capabilities.queryOptions(type));
  return (
    <Tabs
      tabs={tabsOf(resource, capabilities.data ?? [], tab)}
      value={tab}
      onValueChange={(value) => void setTab(value as typeof tab)}
      label="Resource"
    >
      <TabPanel value="overview">
        <OverviewTab tagged={tagged} mutations={mutations} relations={relations} />
      </TabPanel>
      <TabPanel value="history">
        <HistoryTab resourceKey={key} generation={resource.generation} />
      </TabPanel>
      <TabPanel value="logs">
        <LogsTab resourceKey={key} />
      </TabPanel>
      <TabPanel value="health">
        <HealthTab resourceKey={key} />
      </TabPanel>
      <TabPanel value="failure">
        <FailureTab tagged={tagged} />
      </TabPanel>
    </Tabs>
  );
}

function idsOf(relations: Relations | undefined): Set<string> {
  if (!relations) return new Set();
  const { dependencies, dependents, owners, owned } = relations;
  return new Set([...dependencies, ...dependents, ...owners, ...owned].map(({ id }) => id));
}

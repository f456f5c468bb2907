"use client";

import { History } from "lucide-react";
import { useEffect, useMemo } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { EmptyState, Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { usePagedQuery } from "~/trpc/use-paged-query.ts";
import { ComparisonPanel, useComparison } from "./comparison-panel.tsx";
import { type Story, storiesOf } from "./stories.ts";
import { elementOf, useAddressedEntry } from "./story-address.ts";
import { StoryEntry } from "./story-entry.tsx";

const PAGE_SIZE = 50;
/** How far back an entry is looked for that the address names. */
const MOST_PAGES = 40;

/** Everything that happened to a resource, newest first, one story for each change. */
export function HistoryTab({ resourceKey, generation }: { resourceKey: string; generation: number }) {
  const canPlan = useCan("changes:plan");
  const trpc = useTRPC();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = usePagedQuery(
    trpc.resources.history.infiniteQueryOptions(
      { id: resourceKey, limit: PAGE_SIZE },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const all = useMemo(() => storiesOf(data?.pages.flatMap((page) => page.items) ?? []), [data]);
  // The oldest may have begun before what was read: its attempts could not be counted.
  const stories = hasNextPage && all.length > 1 ? all.slice(0, -1) : all;
  const newest = newestOfGenerations(stories);
  const [, compare] = useComparison();
  const address = useAddressedEntry();
  const addressed = stories.find(({ entries }) => entries.some(({ id }) => id === address))?.id;
  const oldest = data?.pages.at(-1)?.items.at(-1)?.id;
  const isPassed = address !== null && oldest !== undefined && BigInt(oldest) < BigInt(address);
  const mayBeOlder = hasNextPage && !isPassed && (data?.pages.length ?? 0) < MOST_PAGES;
  const isMissing = address !== null && data !== undefined && addressed === undefined;
  const isLookedFor = isMissing && mayBeOlder && error === null;
  useEffect(() => {
    if (isLookedFor && !isFetchingNextPage) void fetchNextPage();
  }, [isLookedFor, isFetchingNextPage, fetchNextPage]);
  useEffect(() => {
    if (addressed === undefined) return;
    const entry = document.getElementById(elementOf(addressed));
    entry?.scrollIntoView();
    // Users who see no scrolling are led there, too.
    entry?.querySelector("a")?.focus({ preventScroll: true });
  }, [addressed]);
  return (
    <>
      <ComparisonPanel resourceKey={resourceKey} generation={generation} />
      <Card>
        <h2 className="sr-only">History</h2>
        {isPending ? <SkeletonRows rows={8} label="Loading the history" /> : null}
        {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
        {data && stories.length === 0 ? (
          <EmptyState icon={History} title="No history yet">
            Changes of its state and its config appear here.
          </EmptyState>
        ) : null}
        {isMissing && !mayBeOlder ? (
          <Notice tone="warning" className="mx-4 mt-3">
            The entry that this address names is not here: it may be too old to have been kept.
          </Notice>
        ) : null}
        {stories.length > 0 ? (
          <ol aria-label="History, newest first" className="divide-y divide-line">
            {stories.map((story) => (
              <StoryEntry
                key={story.id}
                resourceKey={resourceKey}
                story={story}
                isAddressed={story.id === addressed}
                canRollBack={canPlan && newest.has(story) && story.last.generation < generation}
                onCompare={
                  newest.has(story) && story.last.generation < generation
                    ? () => void compare({ from: story.last.generation, to: generation })
                    : undefined
                }
              />
            ))}
          </ol>
        ) : null}
        {hasNextPage ? (
          <div className="flex justify-center border-t border-line p-3">
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show older
            </Button>
          </div>
        ) : null}
      </Card>
    </>
  );
}

/** The story that left each generation as it was in the end. */
function newestOfGenerations(stories: readonly Story[]): Set<Story> {
  return new Set(new Map(stories.toReversed().map((story) => [story.last.generation, story])).values());
}

"use client";

import { isSettled } from "@pragma/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Diff, GitPullRequestArrow, Hourglass, type LucideIcon, Plug, TriangleAlert } from "lucide-react";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { cn } from "~/lib/class-names.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { type AttentionItem, attentionItems, unnamedOverdue } from "./attention-items.ts";
import { RUNNING_CHANGES } from "./running-changes.ts";
import { useBlockedChanges } from "./use-blocked-changes.ts";

/** Grouping reads all failures. */
const REFRESH_MS = 2000;
/** Slow changes and missing workers cause no event. */
const LOOK_AGAIN_MS = 30_000;
const ENDS_SOON_MS = 4000;

/**
 * Items that need a person: failures by their errors, providers with a problem, drift, changes that take long; and the
 * changes that run. In an organization without resources there is nothing to say.
 */
export function AttentionPanel() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const canSeeFailures = useCan("ops:read");
  const counts = useQuery(trpc.overview.counts.queryOptions());
  const failures = useQuery(trpc.deadLetters.groups.queryOptions({}, { enabled: canSeeFailures }));
  const attention = useQuery(trpc.overview.attention.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MS }));
  const changes = useQuery(
    trpc.changes.list.queryOptions(RUNNING_CHANGES, {
      // A change ends a moment after its last resource, which nothing reports.
      refetchInterval: ({ state }) => (state.data?.items.length ? ENDS_SOON_MS : false),
    }),
  );
  const blocked = useBlockedChanges(changes.data?.items ?? []);
  useLiveRefresh(
    () =>
      Promise.all([
        queryClient.invalidateQueries(trpc.deadLetters.groups.pathFilter()),
        queryClient.invalidateQueries(trpc.overview.attention.pathFilter()),
        queryClient.invalidateQueries(trpc.changes.list.queryFilter(RUNNING_CHANGES)),
      ]),
    ({ lifecycle_state: state }) => state === null || isSettled(state),
    REFRESH_MS,
  );
  const items = attentionItems({
    failures: failures.data,
    attention: attention.data,
    changes: changes.data?.items,
    blocked,
    failed: counts.data?.by_state.failed,
  });
  const asked = [counts, attention, changes, ...(canSeeFailures ? [failures] : [])];
  const refused = asked.find(({ isError }) => isError);
  const more = unnamedOverdue(attention.data);
  if (items.length === 0 && (counts.data?.total ?? 0) === 0) return null;
  // Unknown states are not called healthy.
  if (items.length === 0 && !refused && asked.some(({ isPending }) => isPending)) return null;
  return (
    <Section title="Needs attention" label="Needs attention">
      {refused ? <CallError error={refused.error} onRetry={() => void refused.refetch()} /> : null}
      {items.length === 0 && !refused ? (
        <p className="flex items-center gap-3 px-4 py-2 text-ink-soft">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ready" /> No failures, no drift, and nothing is slow.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <Item key={item.id} {...item} />
          ))}
        </ul>
      )}
      {more > 0 ? (
        <p className="border-t border-line px-4 py-2 text-dense text-ink-faint">
          {more.toLocaleString("en")} more have been pending for over five minutes.
        </p>
      ) : null}
    </Section>
  );
}

const ICONS: Record<AttentionItem["kind"], readonly [LucideIcon, string]> = {
  failure: [TriangleAlert, "text-danger-text"],
  provider: [Plug, "text-danger-text"],
  drift: [Diff, "text-pending-text"],
  overdue: [Hourglass, "text-pending-text"],
  change: [GitPullRequestArrow, "text-processing-text"],
};

function Item({ kind, title, text, since, href }: AttentionItem) {
  const [Icon, tone] = ICONS[kind];
  return (
    <li data-list-row="">
      <Link href={href} prefetch={false} className="flex items-baseline gap-3 px-4 py-2 hover:bg-sunken">
        <Icon aria-hidden className={cn("size-4 shrink-0 self-center", tone)} />
        <span className="shrink-0 font-medium text-ink tabular-nums">{title}</span>
        <span className="line-clamp-2 min-w-0 flex-1 text-dense text-ink-soft [overflow-wrap:anywhere] sm:line-clamp-1">
          {text}
        </span>
        {since === null ? null : <RelativeTime iso={since} className="shrink-0 text-xs text-ink-faint" />}
      </Link>
    </li>
  );
}

"use client";

import { actorWords } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { Badge } from "~/components/ui/badge.tsx";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { ChangeLink } from "~/features/changes/change-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { storyHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { type Activity, activityWords, changeWords, tookWords } from "./activity-words.ts";
import { SHOWN_ACTIVITY } from "./shown-activity.ts";

/** The latest changes, and who made them. */
export function ActivityPanel() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.overview.activity.queryOptions({ limit: SHOWN_ACTIVITY }));
  return (
    <Section title="Recent activity">
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={SHOWN_ACTIVITY} label="Loading recent activity" /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={History} title="Nothing has happened yet">
          Changes to resources appear here, with who made them.
        </EmptyState>
      ) : null}
      <ol className="divide-y divide-line">
        {data?.map((activity) => (
          <Entry key={activity.id} activity={activity} />
        ))}
      </ol>
    </Section>
  );
}

function Entry({ activity }: { activity: Activity }) {
  const { id, key, to_state, timestamp, error, change_id, resources } = activity;
  if (change_id !== null && resources > 1) return <ChangeEntry activity={activity} id={change_id} />;
  const took = tookWords(activity);
  return (
    <li data-list-row="" className="flex items-start justify-between gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p>
          <Link
            href={storyHref(key, id)}
            prefetch={false}
            className="font-mono text-dense text-accent-text [overflow-wrap:anywhere] hover:underline"
          >
            {key}
          </Link>{" "}
          <span className="text-ink-soft">{activityWords(activity)}</span>
        </p>
        {error === null ? null : (
          <p className="mt-0.5 line-clamp-2 text-dense text-failed-text [overflow-wrap:anywhere]">{error}</p>
        )}
        <p className="mt-0.5 text-dense text-ink-faint">
          <RelativeTime iso={timestamp} /> by {actorWords(activity.actor)}
          {took === null ? null : `, ${took}`}
        </p>
      </div>
      {to_state === null ? <Badge>gone</Badge> : <StateBadge state={to_state} />}
    </li>
  );
}

function ChangeEntry({ activity, id }: { activity: Activity; id: string }) {
  const { timestamp, failed, actor } = activity;
  return (
    <li data-list-row="" className="flex items-start justify-between gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <ChangeLink id={id} words={changeWords(activity)} className="line-clamp-2" />
        <p className="mt-0.5 text-dense text-ink-faint">
          <RelativeTime iso={timestamp} /> by {actorWords(actor)}, {changeWords(activity)}
        </p>
      </div>
      {failed > 0 ? <Badge tone="danger">failed</Badge> : null}
    </li>
  );
}

"use client";

import { isSettled } from "@pragma/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { GitPullRequestArrow, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { changeHref, failureGroupHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { RUNNING_CHANGES } from "./running-changes.ts";

const SHOWN_ERRORS = 5;
/** Grouping reads all failures. */
const REFRESH_MS = 2000;

/** What needs a person, and what is under way: failures by their errors, then changes that run. Nothing if there is neither. */
export function AttentionPanel() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const canSeeFailures = useCan("ops:read");
  const failures = useQuery(trpc.deadLetters.groups.queryOptions({}, { enabled: canSeeFailures }));
  const changes = useQuery(trpc.changes.list.queryOptions(RUNNING_CHANGES));
  useLiveRefresh(
    () =>
      Promise.all([
        queryClient.invalidateQueries(trpc.deadLetters.groups.pathFilter()),
        queryClient.invalidateQueries(trpc.changes.list.queryFilter(RUNNING_CHANGES)),
      ]),
    ({ lifecycle_state: state }) => state === null || isSettled(state),
    REFRESH_MS,
  );
  const groups = (failures.data ?? []).slice(0, SHOWN_ERRORS);
  const running = changes.data?.items ?? [];
  if (groups.length === 0 && running.length === 0) return null;
  return (
    <Section title="Needs attention">
      <ul className="divide-y divide-line">
        {groups.map(({ kind, example, count, last_failed_at }) => (
          <Item
            key={kind}
            href={failureGroupHref(kind)}
            icon={<TriangleAlert aria-hidden className="size-4 shrink-0 text-danger-text" />}
            title={`${count.toLocaleString("en")} failed`}
            since={last_failed_at}
          >
            {example}
          </Item>
        ))}
        {running.map(({ id, message, applied_at, created_at }) => (
          <Item
            key={id}
            href={changeHref(id)}
            icon={<GitPullRequestArrow aria-hidden className="size-4 shrink-0 text-processing-text" />}
            title="Change is running"
            since={applied_at ?? created_at}
          >
            {message ?? ""}
          </Item>
        ))}
      </ul>
    </Section>
  );
}

function Item(props: { href: string; icon: ReactNode; title: string; since: string; children: string }) {
  const { href, icon, title, since, children } = props;
  return (
    <li>
      <Link href={href} prefetch={false} className="flex items-baseline gap-3 px-4 py-2 hover:bg-sunken">
        <span className="self-center">{icon}</span>
        <span className="shrink-0 font-medium text-ink tabular-nums">{title}</span>
        <span className="line-clamp-1 min-w-0 flex-1 text-[0.8125rem] text-ink-soft [overflow-wrap:anywhere]">
          {children}
        </span>
        <RelativeTime iso={since} className="shrink-0 text-xs text-ink-faint" />
      </Link>
    </li>
  );
}

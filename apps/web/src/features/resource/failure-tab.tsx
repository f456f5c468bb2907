"use client";

import { type Resource, resourceKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { Link } from "~/features/shell/link.tsx";
import { failuresHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Tagged } from "./resource-types.ts";
import { YamlView } from "./values/yaml-view.tsx";

/** As many as a key may be a part of other keys and of errors. */
const LOOKED_AT = 200;

/** The pending event, and the one that failed. */
export function FailureTab({ tagged: { resource } }: { tagged: Tagged }) {
  return (
    <div className="flex flex-col gap-4">
      {resource.pending_event_id ? <PendingEvent resource={resource} id={resource.pending_event_id} /> : null}
      <DeadLetter resource={resource} />
    </div>
  );
}

function PendingEvent({ resource, id }: { resource: Resource; id: string }) {
  return (
    <Section title="Awaited event" description="Its result decides what the resource becomes">
      <dl className="grid gap-3 p-4 sm:grid-cols-2">
        <Fact label="Event id">
          <code className="font-mono text-xs [overflow-wrap:anywhere]">{id}</code>
          <CopyButton text={id} label="Copy event id" />
        </Fact>
        <Fact label="State">{resource.lifecycle_state}</Fact>
        {resource.error ? (
          <Fact label="Last attempt">
            <span className="[overflow-wrap:anywhere]">{resource.error}</span>
          </Fact>
        ) : null}
      </dl>
    </Section>
  );
}

function DeadLetter({ resource }: { resource: Resource }) {
  const trpc = useTRPC();
  const key = resourceKey(resource);
  const list = useQuery(trpc.deadLetters.list.queryOptions({ provider: resource.provider, q: key, limit: LOOKED_AT }));
  const letter = list.data?.items.find((one) => one.key === key);
  const full = useQuery(
    trpc.deadLetters.get.queryOptions({ eventId: letter?.event_id ?? "" }, { enabled: letter !== undefined }),
  );
  return (
    <Section
      title="Failure"
      actions={
        letter ? (
          <Button asChild size="small">
            <Link href={failuresHref(key)}>
              <ExternalLink aria-hidden /> Open in failures
            </Link>
          </Button>
        ) : null
      }
    >
      {list.isPending ? <SkeletonRows rows={4} label="Looking for a failure" /> : null}
      {list.error ? <CallError error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && !letter ? (
        <EmptyState icon={CircleCheck} title="No failure">
          An event of this resource that ends in failure is kept here until it succeeds.
        </EmptyState>
      ) : null}
      {letter ? (
        <div className="flex flex-col gap-4 p-4">
          <p className="font-mono text-dense whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
            <LinkedText text={letter.error_message} />
          </p>
          <dl className="grid gap-3 sm:grid-cols-2">
            <Fact label="Event">{letter.event_type}</Fact>
            <Fact label="Attempts">{letter.attempt_count}</Fact>
            <Fact label="Failed">
              <RelativeTime iso={letter.failed_at} />
            </Fact>
            <Fact label="Event id">
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{letter.event_id}</code>
              <CopyButton text={letter.event_id} label="Copy event id" />
            </Fact>
            <Fact label="Correlation id">
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{letter.correlation_id}</code>
              <CopyButton text={letter.correlation_id} label="Copy correlation id" />
            </Fact>
          </dl>
          {full.data ? <YamlView value={full.data.payload} label="Config sent to the provider" literal /> : null}
        </div>
      ) : null}
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="flex min-h-6 min-w-0 items-center gap-1 text-ink">{children}</dd>
    </div>
  );
}

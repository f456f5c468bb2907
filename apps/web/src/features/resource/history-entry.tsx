"use client";

import type { RouterOutputs } from "@pragma/trpc";
import { ArrowRight } from "lucide-react";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { LinkedText } from "./linked-text.tsx";

type HistoryEvent = RouterOutputs["resources"]["history"]["items"][number];

/** One history entry: what happened, who did it, from which state to which, and each changed value. */
export function HistoryEntry({ event }: { event: HistoryEvent }) {
  const { event_type, from_state, to_state, actor, changes, error, correlation_id, generation } = event;
  const moved = from_state !== to_state;
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-medium text-ink first-letter:uppercase">{event_type.replaceAll("_", " ").toLowerCase()}</h3>
        {moved || to_state ? (
          <span className="inline-flex items-center gap-1.5">
            {moved && from_state ? (
              <>
                <StateBadge state={from_state} />
                <ArrowRight className="size-3.5 text-ink-faint" aria-hidden />
                <span className="sr-only">to</span>
              </>
            ) : null}
            {to_state ? <StateBadge state={to_state} /> : null}
          </span>
        ) : null}
        <span className="text-ink-soft">by {actor.name ?? actor.type}</span>
        <span className="text-xs text-ink-faint">generation {generation}</span>
        <RelativeTime iso={event.timestamp} className="ml-auto text-xs text-ink-faint" />
      </div>
      {error ? (
        <p className="mt-1.5 font-mono text-[0.8125rem] whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
          <LinkedText text={error} />
        </p>
      ) : null}
      {changes.length > 0 ? <Changes changes={changes} /> : null}
      <div className="mt-1 flex items-center gap-1 text-xs text-ink-faint">
        <span className="min-w-0 truncate">
          Correlation id <code className="font-mono">{correlation_id}</code>
        </span>
        <CopyButton text={correlation_id} label="Copy correlation id" />
      </div>
    </li>
  );
}

function Changes({ changes }: { changes: HistoryEvent["changes"] }) {
  return (
    <dl aria-label="Changes" className="mt-2 overflow-hidden rounded-md border border-line font-mono text-xs">
      {changes.map(({ path, before, after }) => (
        <div
          key={path}
          className="grid gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 last:border-b-0 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]"
        >
          <dt className="text-ink [overflow-wrap:anywhere]">{path}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <Side
              value={before}
              label="before"
              className="bg-failed-soft text-failed-text line-through decoration-failed/50"
            />
            <ArrowRight className="size-3 shrink-0 self-center text-ink-faint" aria-hidden />
            <Side value={after} label="after" className="bg-ready-soft text-ready-text" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ value, label, className }: { value: unknown; label: string; className: string }) {
  if (value === null || value === undefined) {
    return <span className="text-ink-faint">{label === "before" ? "not set" : "removed"}</span>;
  }
  return (
    <span
      className={`max-h-40 max-w-full overflow-y-auto rounded px-1 whitespace-pre-wrap [overflow-wrap:anywhere] ${className}`}
    >
      <span className="sr-only">{label} </span>
      {typeof value === "string" ? value : JSON.stringify(value)}
    </span>
  );
}

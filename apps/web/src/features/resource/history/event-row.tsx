"use client";

import { actorWords } from "@pragma/contract";
import { ArrowRight } from "lucide-react";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { ValueChanges } from "~/features/resource-elements/value-changes.tsx";
import type { HistoryEvent } from "./stories.ts";

/** One event of the history: what happened, who did it, from which state to which, and each changed value. */
export function EventRow({ event }: { event: HistoryEvent }) {
  const { event_type, from_state, to_state, actor, changes, error, correlation_id, generation } = event;
  const moved = from_state !== to_state;
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h4 className="font-medium text-ink first-letter:uppercase">{event_type.replaceAll("_", " ").toLowerCase()}</h4>
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
        <span className="text-ink-soft">by {actorWords(actor)}</span>
        <span className="text-xs text-ink-faint">generation {generation}</span>
        <RelativeTime iso={event.timestamp} className="ml-auto text-xs text-ink-faint" />
      </div>
      {error ? (
        <p className="mt-1.5 font-mono text-dense whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
          <LinkedText text={error} />
        </p>
      ) : null}
      {changes.length > 0 ? <ValueChanges changes={changes} /> : null}
      <div className="mt-1 flex items-center gap-1 text-xs text-ink-faint">
        <span className="min-w-0 truncate">
          Correlation id <code className="font-mono">{correlation_id}</code>
        </span>
        <CopyButton text={correlation_id} label="Copy correlation id" />
      </div>
    </li>
  );
}

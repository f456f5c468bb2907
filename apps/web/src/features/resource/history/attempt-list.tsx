"use client";

import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { useZone } from "~/lib/times/zone.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LinkedText } from "../linked-text.tsx";
import { appendLines } from "../log-buffer.ts";
import { LogLineView } from "../log-line-view.tsx";
import type { Attempt } from "./stories.ts";
import { attemptWords } from "./story-words.ts";

export interface AttemptListProps {
  resourceKey: string;
  eventId: string | null;
  attempts: readonly Attempt[];
}

/** The attempts of a story in their order, each with its error and its log. */
export function AttemptList({ resourceKey, eventId, attempts }: AttemptListProps) {
  return (
    <ol aria-label="Attempts" className="mt-2 flex flex-col gap-1.5 border-l-2 border-line pl-3">
      {attempts.map((attempt) => (
        <li key={attempt.startedAt}>
          <AttemptRow resourceKey={resourceKey} eventId={eventId} attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

function AttemptRow({ resourceKey, eventId, attempt }: Omit<AttemptListProps, "attempts"> & { attempt: Attempt }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="text-[0.8125rem] text-ink-soft tabular-nums">
          {attemptWords(attempt)}
          {attempt.endedAt === null ? (
            <>
              {" "}
              for <Elapsed since={attempt.startedAt} />
            </>
          ) : null}
        </span>
        {eventId === null ? null : (
          <Button size="small" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
            <ScrollText aria-hidden /> Log<span className="sr-only"> of attempt {attempt.number}</span>
          </Button>
        )}
      </div>
      {attempt.error === null ? null : (
        <p className="font-mono text-[0.8125rem] whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
          <LinkedText text={attempt.error} />
        </p>
      )}
      {open && eventId !== null ? <AttemptLog resourceKey={resourceKey} eventId={eventId} attempt={attempt} /> : null}
    </>
  );
}

const TAIL = 1000;
const REFRESH_MS = 2000;

function AttemptLog({
  resourceKey,
  eventId,
  attempt,
}: Omit<AttemptListProps, "attempts" | "eventId"> & {
  eventId: string;
  attempt: Attempt;
}) {
  const trpc = useTRPC();
  const { number, startedAt, endedAt } = attempt;
  const input = { id: resourceKey, event_id: eventId, attempt: number, since: startedAt, tail: TAIL };
  const zone = useZone();
  const { data, error, refetch } = useQuery(
    trpc.resources.logs.queryOptions(input, { refetchInterval: endedAt === null ? REFRESH_MS : false }),
  );
  if (error && !data) return <CallError error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={2} label="Loading the log" />;
  // A retry counts its attempts anew: lines of a later one with this number are not of this one.
  const own = endedAt === null ? data : data.filter(({ timestamp }) => timestamp <= endedAt);
  if (own.length === 0) return <p className="py-1 text-[0.8125rem] text-ink-faint">It logged nothing.</p>;
  return (
    <section
      // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={`Log of attempt ${number}`}
      className="my-1 max-h-72 overflow-y-auto rounded-md border border-line bg-sunken py-1.5 font-mono text-xs leading-5"
    >
      {appendLines([], own).map((line) => (
        <LogLineView key={line.number} line={line} zone={zone} />
      ))}
    </section>
  );
}

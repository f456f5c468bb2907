"use client";

import { ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { AttemptLog } from "~/features/resource-elements/log/attempt-log.tsx";
import type { Attempt } from "./stories.ts";
import { attemptWords, waitWords } from "./story-words.ts";

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
        <span className="text-dense text-ink-soft tabular-nums">
          {attemptWords(attempt)}
          {attempt.endedAt === null ? (
            <>
              {" "}
              for <Elapsed since={attempt.startedAt} />
            </>
          ) : null}
          {waitWords(attempt)}
        </span>
        {eventId === null ? null : (
          <Button size="small" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
            <ScrollText aria-hidden /> Log<span className="sr-only"> of attempt {attempt.number}</span>
          </Button>
        )}
      </div>
      {attempt.error === null ? null : (
        <p className="font-mono text-dense whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
          <LinkedText text={attempt.error} />
        </p>
      )}
      {open && eventId !== null ? (
        <div className="my-1">
          <AttemptLog resourceKey={resourceKey} eventId={eventId} {...attempt} />
        </div>
      ) : null}
    </>
  );
}

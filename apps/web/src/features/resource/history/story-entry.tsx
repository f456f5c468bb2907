"use client";

import { actorWords } from "@pragma/contract";
import { ChevronRight, GitCompareArrows } from "lucide-react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { ChangeLink } from "~/features/changes/change-link.tsx";
import { ValueChanges } from "~/features/resource-elements/value-changes.tsx";
import { cn } from "~/lib/class-names.ts";
import { AttemptList } from "./attempt-list.tsx";
import { EventRow } from "./event-row.tsx";
import { Phases } from "./phases.tsx";
import { RollBackButton } from "./roll-back-button.tsx";
import type { Story } from "./stories.ts";
import { elementOf } from "./story-address.ts";
import { foundChanges, outcomeWords, storyTitle } from "./story-words.ts";

/** The course of one apply, deletion or changed input: by whom, what changed, each attempt, the outcome. */
export function StoryEntry({
  resourceKey,
  story,
  canRollBack,
  onCompare,
  isAddressed,
}: {
  resourceKey: string;
  story: Story;
  /** To the generation that it left. */
  canRollBack: boolean;
  /** Compares the generation that it left with the current one; undefined where that is the same. */
  onCompare: (() => void) | undefined;
  /** The address of the page names it. */
  isAddressed: boolean;
}) {
  const { id, first, last, entries, attempts, changes, phases, eventId } = story;
  const outcome = outcomeWords(story);
  const error = attempts.length === 0 ? last.error : null;
  const found = foundChanges(story);
  const shown = found ?? changes;
  return (
    <li
      data-list-row=""
      id={elementOf(id)}
      aria-current={isAddressed ? "location" : undefined}
      className={cn("scroll-mt-20 px-4 py-3", isAddressed && "bg-accent-soft")}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-medium text-ink">
          <a href={`#${elementOf(id)}`} className="underline-offset-4 hover:underline">
            {storyTitle(story)}
          </a>
        </h3>
        {outcome ? <Badge tone={outcome.tone}>{outcome.words}</Badge> : null}
        <span className="text-ink-soft">by {actorWords(first.actor)}</span>
        <span className="text-xs text-ink-faint">generation {first.generation}</span>
        {first.change_id === null ? null : (
          <span className="inline-flex min-h-6 min-w-0 items-center gap-1 text-xs text-ink-faint">
            in
            <ChangeLink id={first.change_id} words="a change" className="max-w-64 truncate" />
          </span>
        )}
        <RelativeTime iso={first.timestamp} className="ml-auto text-xs text-ink-faint" />
        <span className="inline-flex empty:hidden">
          {onCompare ? (
            <Button
              variant="ghost"
              size="small"
              aria-label={`Compare generation ${last.generation} with the current one`}
              onClick={onCompare}
            >
              <GitCompareArrows aria-hidden /> Compare
            </Button>
          ) : null}
          {canRollBack ? <RollBackButton resourceKey={resourceKey} generation={last.generation} /> : null}
        </span>
      </div>
      {error === null ? null : <p className="mt-1.5 text-dense text-danger-text">{error}</p>}
      {found && found.length > 0 ? (
        <p className="mt-1.5 text-dense text-ink-soft">What is declared, and what was found:</p>
      ) : null}
      {shown.length > 0 ? <ValueChanges changes={shown} /> : null}
      {phases.length > 0 ? <Phases resourceKey={resourceKey} story={story} /> : null}
      {attempts.length > 0 ? <AttemptList resourceKey={resourceKey} eventId={eventId} attempts={attempts} /> : null}
      <details className="group mt-1.5">
        <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 text-xs text-ink-faint hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 group-open:rotate-90" />
          {entries.length === 1 ? "1 event" : `${entries.length} events`}
        </summary>
        <ol aria-label="Events, oldest first" className="mt-1 divide-y divide-line rounded-md border border-line">
          {entries.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ol>
      </details>
    </li>
  );
}

"use client";

import { isReady, type LifecycleState, type ListGrouping, STATES_BY_URGENCY } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import { memo } from "react";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { countWords } from "../count-words.ts";
import { WideLine, type WideLineProps } from "../wide-line.tsx";
import { groupLabel } from "./group-filters.ts";
import type { ListGroup, OtherGroups } from "./group-types.ts";

export interface GroupHeaderProps extends WideLineProps {
  group: ListGroup;
  by: ListGrouping;
  isOpen: boolean;
  onToggle: (name: string) => void;
}

/** The header of a group: opens and closes it, and says how many resources it has and how many are not ready. */
export const GroupHeader = memo(function GroupHeader(props: GroupHeaderProps) {
  const { group, by, isOpen, onToggle, index, active, ...place } = props;
  const { name, total, by_state } = group;
  return (
    <WideLine index={index} active={active} {...place}>
      <button
        type="button"
        data-row-link={index}
        aria-expanded={isOpen}
        onClick={() => onToggle(name)}
        className="flex h-full w-full min-w-0 items-center gap-3 pr-3 text-left"
      >
        <span aria-hidden className="grid w-11 shrink-0 place-items-center">
          <ChevronRight
            className={cn("size-4 text-ink-soft motion-safe:transition-transform", isOpen && "rotate-90")}
          />
        </span>
        {by === "state" ? (
          <StateBadge state={name as LifecycleState} />
        ) : (
          <span className={cn("truncate", name === "" ? "text-ink-soft" : "font-medium text-ink")}>
            {groupLabel(name, by)}
          </span>
        )}{" "}
        <span className="shrink-0 text-xs text-ink-soft tabular-nums">
          {total.toLocaleString("en")}
          <span className="sr-only"> {total === 1 ? "resource" : "resources"}</span>
        </span>
        {by === "state" ? null : <NotReady states={by_state} />}
      </button>
    </WideLine>
  );
});

interface OthersLineProps extends WideLineProps {
  others: OtherGroups;
}

/** The smaller groups in one line. They are not told apart, so there is nothing to open. */
export function OthersLine({ others, ...place }: OthersLineProps) {
  return (
    <WideLine {...place}>
      <p className="flex h-full min-w-0 items-center gap-3 pr-3 pl-14 text-ink-soft">
        <span className="truncate">
          {countWords(others.groups, "smaller group")}: {others.total.toLocaleString("en")} in all. Filter the list to
          see them.
        </span>
        <NotReady states={others.by_state} />
      </p>
    </WideLine>
  );
}

/** How many are in each state but ready, what is most urgent first. */
function NotReady({ states }: { states: ListGroup["by_state"] }) {
  const shown = STATES_BY_URGENCY.filter((state) => !isReady(state) && (states[state] ?? 0) > 0);
  return (
    <span className="ml-auto flex min-w-0 shrink gap-1.5 overflow-hidden pl-2">
      {shown.map((state) => (
        <span key={state}>
          <StateBadge state={state} count={states[state] ?? 0} />{" "}
        </span>
      ))}
    </span>
  );
}

"use client";

import { isReady, type LifecycleState, type ListGrouping, STATES_BY_URGENCY } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import { memo, type ReactNode } from "react";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { countWords } from "../count-words.ts";
import type { LinePlace } from "../virtual-table.tsx";
import { groupLabel } from "./group-filters.ts";
import type { ListGroup, OtherGroups } from "./group-types.ts";

export interface GroupHeaderProps extends LinePlace {
  group: ListGroup;
  by: ListGrouping;
  /** Of the table. */
  columns: number;
  isOpen: boolean;
  onToggle: (name: string) => void;
}

/** The header of a group: opens and closes it, and says how many resources it has and how many are not ready. */
export const GroupHeader = memo(function GroupHeader(props: GroupHeaderProps) {
  const { group, by, isOpen, onToggle, index, active, ...place } = props;
  const { name, total, by_state } = group;
  return (
    <HeaderLine index={index} active={active} {...place}>
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
    </HeaderLine>
  );
});

interface OthersLineProps extends LinePlace {
  others: OtherGroups;
  columns: number;
}

/** The smaller groups in one line. They are not told apart, so there is nothing to open. */
export function OthersLine({ others, ...place }: OthersLineProps) {
  return (
    <HeaderLine {...place}>
      <p className="flex h-full min-w-0 items-center gap-3 pr-3 pl-14 text-ink-soft">
        <span className="truncate">
          {countWords(others.groups, "smaller group")}: {others.total.toLocaleString("en")} in all. Filter the list to
          see them.
        </span>
        <NotReady states={others.by_state} />
      </p>
    </HeaderLine>
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

interface HeaderLineProps extends LinePlace {
  columns: number;
  children: ReactNode;
}

/** A line of the table that is not a row of it. */
export function HeaderLine({ index, top, height, active, columns, children }: HeaderLineProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      style={{ height, transform: `translateY(${top}px)` }}
      className={cn(
        "absolute inset-x-0 top-0 border-b border-line bg-sunken hover:brightness-98",
        active && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
      <div role="cell" aria-colspan={columns} className="h-full min-w-0">
        {children}
      </div>
    </div>
  );
}

"use client";

import type { Blocked } from "@pragma/contract";
import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import type { ShownAction } from "../types.ts";
import { countOf, entriesOf, groupActions, hasDetails, keysById, rowKey } from "./action-groups.ts";
import { ActionRow } from "./action-row.tsx";
import { EqualActions } from "./equal-actions.tsx";

/** No more than these are unfolded at first. */
const UNFOLDED = 8;
const NOTHING: ReadonlySet<string> = new Set();

export interface ActionListProps {
  actions: readonly ShownAction[];
  blocked: readonly Blocked[];
  /** Beside what unfolds them all. */
  filters: ReactNode;
  /** Ids of actions; of a plan there are none. */
  retriable?: ReadonlySet<string>;
  onRetry: ((resourceId: string) => void) | undefined;
  retrying: string | null;
  /** More follow, which have not been read. */
  isPartial?: boolean;
}

/** Actions wave by wave. Few are shown with their values; of many, those are unfolded by hand. */
export function ActionList({
  actions,
  blocked,
  filters,
  retriable = NOTHING,
  onRetry,
  retrying,
  isPartial = false,
}: ActionListProps) {
  const keys = useMemo(() => keysById(actions), [actions]);
  const blockedById = new Map(blocked.map((one) => [one.resource, one]));
  const unfolding = actions.filter(hasDetails);
  const [all, setAll] = useState<boolean | null>(null);
  // Those that are not as all are.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  // One at a time: each that is live holds a connection, of which a browser makes six for all tabs.
  const [logged, setLogged] = useState<string | null>(null);
  const isOpenAtFirst = all ?? unfolding.length <= UNFOLDED;
  const isOpen = (id: string): boolean => toggled.has(id) !== isOpenAtFirst;
  const toggle = (id: string): void => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  // Opening a row by hand opens its log, too.
  const toggleRow = (id: string): void => {
    if (!isOpen(id)) setLogged(id);
    else if (logged === id) setLogged(null);
    toggle(id);
  };
  const setEvery = (open: boolean): void => {
    setAll(open);
    setToggled(new Set());
  };
  const row = (action: ShownAction, isAlike = false): ReactNode => {
    const id = rowKey(action);
    return (
      <ActionRow
        key={id}
        action={action}
        open={isOpen(id)}
        isAlike={isAlike}
        onToggle={() => toggleRow(id)}
        isLogOpen={logged === id}
        onToggleLog={() => setLogged(logged === id ? null : id)}
        blocked={blockedById.get(action.resource.id)}
        keys={keys}
        onRetry={onRetry && retriable.has(id) ? () => onRetry(action.resource.id) : undefined}
        isRetrying={retrying === action.resource.id}
      />
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {filters}
        {unfolding.length > 1 ? (
          <>
            <Button size="small" variant="ghost" onClick={() => setEvery(true)}>
              <ChevronsUpDown aria-hidden /> Expand all
            </Button>
            <Button size="small" variant="ghost" onClick={() => setEvery(false)}>
              <ChevronsDownUp aria-hidden /> Collapse all
            </Button>
          </>
        ) : null}
      </div>
      {groupActions(actions).map(({ key, title, actions: members }, index, groups) => (
        <Section
          key={key}
          title={title}
          description={countOf(members.length, isPartial && index === groups.length - 1)}
        >
          <ul aria-label={title}>
            {entriesOf(members).map((entry) =>
              entry.kind === "one" ? (
                row(entry.action)
              ) : (
                <EqualActions
                  key={entry.key}
                  entry={entry}
                  open={toggled.has(entry.key) !== (all === true)}
                  onToggle={() => toggle(entry.key)}
                >
                  {entry.actions.map((action) => row(action, true))}
                </EqualActions>
              ),
            )}
          </ul>
        </Section>
      ))}
    </div>
  );
}

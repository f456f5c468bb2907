"use client";

import type { RouterOutputs } from "@pragma/trpc";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { isCalm } from "../model/state-style.ts";
import { typeIcon } from "../model/type-icon.ts";

export interface FoundListProps {
  /** Its own id and those of its options begin with it. */
  id: string;
  found: RouterOutputs["resources"]["suggest"];
  active: number;
  isReading: boolean;
  onChoose: (key: string) => void;
}

/** The resources that a search finds, below its input. */
export function FoundList({ id, found, active, isReading, onChoose }: FoundListProps) {
  return (
    <div className="absolute top-full z-20 mt-1 w-full min-w-72 overflow-hidden rounded-md border border-line bg-raised shadow-raised">
      <div id={`${id}-found`} role="listbox" aria-label="Resources found">
        {found.map((one, index) => {
          const Icon = typeIcon(one);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox
            <div
              key={one.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={cn(
                "flex cursor-pointer items-center gap-2 px-2.5 py-1.5 text-sm text-ink",
                index === active && "bg-sunken",
              )}
              // The input keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(one.key)}
            >
              <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{one.name}</span>
                <span className="block truncate text-xs text-ink-faint">
                  {one.provider}/{one.resource}
                </span>
              </span>
              {isCalm(one.lifecycle_state) ? null : <StateBadge state={one.lifecycle_state} />}
            </div>
          );
        })}
      </div>
      {found.length === 0 ? (
        <p role="status" className="px-2.5 py-2 text-sm text-ink-soft">
          {isReading ? "Searching…" : "Nothing found"}
        </p>
      ) : null}
    </div>
  );
}

"use client";

import { useId } from "react";
import { MODE_LABELS, MODES, type Mode, planWords } from "./plan-words.ts";
import type { PlanQuery } from "./use-deletion-plans.ts";

export interface DeletionModesProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  plans: Record<Mode, PlanQuery>;
}

/** What to do with the resource's dependents, and the effect of each choice. */
export function DeletionModes({ mode, onMode, plans }: DeletionModesProps) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium text-ink">What depends on it</legend>
      {MODES.map((one) => {
        const { data } = plans[one];
        return (
          <label
            key={one}
            className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 has-[:checked]:border-accent has-[:checked]:bg-accent-soft/40"
          >
            <input
              type="radio"
              name={name}
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={mode === one}
              onChange={() => onMode(one)}
            />
            <span className="min-w-0">
              <span className="block text-sm text-ink">{MODE_LABELS[one]}</span>
              <span className="block text-[0.8125rem] text-ink-soft [overflow-wrap:anywhere]">
                {data ? planWords(data) : "…"}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

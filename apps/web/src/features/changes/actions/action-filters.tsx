"use client";

import { ACTION_STATES, type ActionKind, type ActionState, type ChangeCounts } from "@pragma/contract";
import { Select } from "~/components/ui/field.tsx";
import { actionWords, countPieces } from "../change-words.ts";
import type { ActionFilter } from "./action-filter.ts";

/** Which actions are shown; by state once the change was applied. */
export function ActionFilters({
  counts,
  isApplied,
  filter,
  onChange,
}: {
  counts: ChangeCounts;
  isApplied: boolean;
  filter: ActionFilter;
  onChange: (patch: Partial<ActionFilter>) => void;
}) {
  const kinds = new Set(countPieces(counts).map(({ kind }) => kind));
  // Followers that had nothing to do are counted apart.
  if (counts.checked > 0) kinds.add("follow");
  if (filter.action) kinds.add(filter.action);
  return (
    <search aria-label="Actions" className="flex flex-wrap gap-2">
      <Select
        aria-label="Kind of action"
        className="w-auto"
        value={filter.action ?? ""}
        onChange={({ target }) => onChange({ action: (target.value || null) as ActionKind | null })}
      >
        <option value="">All actions</option>
        {[...kinds].map((kind) => (
          <option key={kind} value={kind}>
            {actionWords(kind).word}
          </option>
        ))}
      </Select>
      {isApplied ? (
        <Select
          aria-label="State"
          className="w-auto"
          value={filter.state ?? ""}
          onChange={({ target }) => onChange({ state: (target.value || null) as ActionState | null })}
        >
          <option value="">Any state</option>
          {ACTION_STATES.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
      ) : null}
    </search>
  );
}

"use client";

import { X } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { activeFilters } from "./filters.ts";
import type { Filters } from "./use-filters.ts";

/** The active filters; each can be removed. */
export function FilterChips({ state: { filters, set, clear } }: { state: Filters }) {
  const active = activeFilters(filters);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {active.map(({ id, label, value, without }) => (
        <li key={id} className="max-w-full">
          <button
            type="button"
            onClick={() => set(without)}
            aria-label={`Remove filter ${label.toLowerCase()}: ${value}`}
            className="flex h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft pr-2 pl-2.5 text-xs text-accent-text hover:brightness-95"
          >
            <span className="shrink-0">{label}:</span>
            <span className="truncate font-medium">{value}</span>
            <X className="size-3.5 shrink-0" aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Button variant="link" size="small" onClick={clear}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

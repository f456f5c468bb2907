"use client";

import { CHANGE_STATUSES, type ChangeStatus } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Select } from "~/components/ui/field.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { type ChangeFilters, isFiltered } from "./change-filters.ts";

export function ChangesFilterBar({
  filters,
  onChange,
  onClear,
}: {
  filters: ChangeFilters;
  onChange: (patch: Partial<ChangeFilters>) => void;
  onClear: () => void;
}) {
  const trpc = useTRPC();
  const id = useId();
  const sets = useQuery(trpc.sets.list.queryOptions({}));
  // A set without resources is none any more, and its changes are still listed by its name.
  const names = [
    ...new Set([...(sets.data?.items ?? []).map(({ name }) => name), ...(filters.set ? [filters.set] : [])]),
  ];
  return (
    <search aria-label="Filters" className="mb-3 flex flex-wrap items-end gap-2">
      <div className="flex min-w-32 flex-1 flex-col gap-1 sm:max-w-48">
        <label htmlFor={`${id}-status`} className="text-xs font-medium text-ink-soft">
          Status
        </label>
        <Select
          id={`${id}-status`}
          value={filters.status ?? ""}
          onChange={({ target }) => onChange({ status: (target.value || null) as ChangeStatus | null })}
        >
          <option value="">Any but discarded</option>
          {CHANGE_STATUSES.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </Select>
      </div>
      <div className="flex min-w-32 flex-1 flex-col gap-1 sm:max-w-48">
        <label htmlFor={`${id}-set`} className="text-xs font-medium text-ink-soft">
          Set
        </label>
        <Select
          id={`${id}-set`}
          value={filters.set ?? ""}
          onChange={({ target }) => onChange({ set: target.value || null })}
        >
          <option value="">Any set</option>
          {names.sort().map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </div>
      {isFiltered(filters) ? (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </search>
  );
}

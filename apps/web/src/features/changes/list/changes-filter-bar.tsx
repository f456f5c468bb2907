"use client";

import type { ChangeStatus } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Select } from "~/components/ui/field.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { type ChangeFilters, isFiltered, statusesOf } from "./change-filters.ts";

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
  const viewer = useViewer();
  const members = useQuery(trpc.members.list.queryOptions());
  const statuses = statusesOf(filters.view);
  const sets = useQuery(trpc.sets.list.queryOptions({}));
  // A set without resources is none any more, and its changes are still listed by its name.
  const names = [
    ...new Set([...(sets.data?.items ?? []).map(({ name }) => name), ...(filters.set ? [filters.set] : [])]),
  ];
  return (
    <search aria-label="Filters" className="mb-3 flex flex-wrap items-end gap-2">
      {statuses.length > 1 ? (
        <Filter
          label="Status"
          value={filters.status}
          onValue={(status) => onChange({ status: status as ChangeStatus | null })}
        >
          <option value="">Any status</option>
          {statuses.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </Filter>
      ) : null}
      <Filter label="Set" value={filters.set} onValue={(set) => onChange({ set })}>
        <option value="">Any set</option>
        {names.sort().map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Filter>
      <Filter label="By" value={filters.by} onValue={(by) => onChange({ by })}>
        <option value="">Anyone</option>
        {filters.by !== null && !(members.data ?? []).some(({ user_id }) => user_id === filters.by) ? (
          <option value={filters.by}>{filters.by}</option>
        ) : null}
        {(members.data ?? []).map(({ user_id: userId, name, email }) => (
          <option key={userId} value={userId}>
            {userId === viewer.userId ? `${name ?? email} (you)` : (name ?? email)}
          </option>
        ))}
      </Filter>
      {isFiltered(filters) ? (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </search>
  );
}

function Filter({
  label,
  value,
  onValue,
  children,
}: {
  label: string;
  value: string | null;
  onValue: (value: string | null) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-32 flex-1 flex-col gap-1 sm:max-w-48">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {label}
      </label>
      <Select id={id} value={value ?? ""} onChange={({ target }) => onValue(target.value || null)}>
        {children}
      </Select>
    </div>
  );
}

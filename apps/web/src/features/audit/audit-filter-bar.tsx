"use client";

import { AUDIT_ACTIONS } from "@pragma/contract";
import { X } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { FoldedFilters } from "~/components/ui/folded-filters.tsx";
import { fromInputTime, toInputTime } from "~/lib/times/input-time.ts";
import { useZoneName } from "~/lib/times/use-zone-name.ts";
import { useZone } from "~/lib/times/zone.ts";
import { type AuditFilterPatch, type AuditFilters, isFiltered } from "./audit-filters.ts";
import { FilterInput } from "./filter-input.tsx";

export interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange: (patch: AuditFilterPatch) => void;
  onClear: () => void;
}

export function AuditFilterBar({ filters, onChange, onClear }: AuditFilterBarProps) {
  const actionsId = useId();
  return (
    <search className="grid grid-cols-2 gap-3 border-b border-line p-4 lg:grid-cols-3">
      <Field label="Search" className="max-sm:col-span-2">
        {(control) => (
          <FilterInput
            control={control}
            type="search"
            placeholder="Target, action, actor or correlation id"
            value={filters.q ?? ""}
            onChange={(q) => onChange({ q: q || null })}
          />
        )}
      </Field>
      <FoldedFilters active={foldedCount(filters)}>
        <Field label="Actor">
          {(control) => (
            <FilterInput
              control={control}
              placeholder="Name or id"
              value={filters.actor ?? ""}
              onChange={(actor) => onChange({ actor: actor || null })}
            />
          )}
        </Field>
        <Field label="Action">
          {(control) => (
            <>
              <FilterInput
                control={control}
                list={actionsId}
                placeholder="Choose or type one"
                value={filters.action ?? ""}
                onChange={(action) => onChange({ action: action || null })}
              />
              <datalist id={actionsId}>
                {AUDIT_ACTIONS.map((action) => (
                  <option key={action} value={action} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="Target" className="max-sm:col-span-2">
          {(control) => (
            <FilterInput
              control={control}
              placeholder="Key or id of the target"
              value={filters.target ?? ""}
              onChange={(target) => onChange({ target: target || null })}
            />
          )}
        </Field>
        <TimeFilter label="Since" value={filters.since} onChange={(since) => onChange({ since })} />
        <TimeFilter label="Until" value={filters.until} onChange={(until) => onChange({ until })} />
      </FoldedFilters>
      {isFiltered(filters) ? (
        <Button size="small" variant="ghost" className="justify-self-start" onClick={onClear}>
          <X aria-hidden /> Clear filters
        </Button>
      ) : null}
    </search>
  );
}

/** How many filters beside the search are set. */
function foldedCount({ actor, action, target, since, until }: AuditFilters): number {
  return [actor, action, target, since, until].filter(Boolean).length;
}

function TimeFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  // The server's time zone is not the viewer's: the time shows once the page runs.
  const zone = useZone();
  const zoneName = useZoneName();
  const [shown, setShown] = useState("");
  useEffect(() => setShown(toInputTime(value, zone)), [value, zone]);
  return (
    <Field label={`${label} (${zoneName})`} className="max-sm:col-span-2">
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={shown}
          onChange={(event) => {
            setShown(event.target.value);
            onChange(fromInputTime(event.target.value, zone));
          }}
        />
      )}
    </Field>
  );
}

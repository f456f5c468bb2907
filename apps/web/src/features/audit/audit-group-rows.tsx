"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Td } from "~/components/ui/table.tsx";
import { cn } from "~/lib/class-names.ts";
import type { AuditFilterPatch } from "./audit-filters.ts";
import { type AuditGroup, actionsOf, outcomeOf, targetOf } from "./audit-groups.ts";
import { AuditRow } from "./audit-row.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** What one request did: one row, and all of it below once that is opened. Only one entry is its own row. */
export function AuditGroupRows({
  group,
  onFilter,
}: {
  group: AuditGroup;
  onFilter: (patch: AuditFilterPatch) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { entries } = group;
  const [first] = entries;
  if (entries.length === 1) return <AuditRow entry={first} onFilter={onFilter} />;
  const target = targetOf(group);
  const others = entries.length - 1;
  return (
    <>
      <tr className={cn(open && "bg-sunken")}>
        <Td className="whitespace-nowrap pl-2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
            className="flex h-8 items-center gap-1.5 rounded-md px-2 text-ink-soft hover:text-ink"
          >
            <ChevronRight className={cn("size-4 transition-transform", open && "rotate-90")} aria-hidden />
            <RelativeTime iso={first.timestamp} isSteady />
            <span className="sr-only">: {entries.length} entries of one request</span>
          </button>
        </Td>
        <Td className="max-w-56">
          <span className="block truncate text-ink" title={first.actor.id}>
            {first.actor.name ?? first.actor.id}
          </span>
          <span className="text-xs text-ink-faint">{first.actor.type}</span>
        </Td>
        <Td className="max-w-72 font-mono text-[0.8125rem] text-ink">{actionsOf(group)}</Td>
        <Td className="max-w-72">
          <span className="block truncate font-mono text-[0.8125rem] text-ink-soft" title={target}>
            {target}
          </span>
          <span className="text-xs text-ink-faint">and {others === 1 ? "1 other" : `${others} others`}</span>
        </Td>
        <Td>
          <OutcomeBadge outcome={outcomeOf(group)} />
        </Td>
      </tr>
      {open ? (
        <tr id={id}>
          <td colSpan={5} className="border-l-2 border-accent p-0">
            <table className="w-full text-left text-sm" aria-label="Entries of the request">
              <tbody>
                {entries.map((entry) => (
                  <AuditRow key={entry.id} entry={entry} onFilter={onFilter} />
                ))}
              </tbody>
            </table>
          </td>
        </tr>
      ) : null}
    </>
  );
}

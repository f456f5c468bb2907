"use client";

import { useId, useState } from "react";
import type { AuditFilterPatch } from "./audit-filters.ts";
import { type AuditGroup, askedFor, outcomeOf } from "./audit-groups.ts";
import { AuditLine } from "./audit-line.tsx";
import { AuditRow } from "./audit-row.tsx";

/** The entries of one request: one row, and all of them below once opened. A single entry is its own row. */
export function AuditGroupRows({
  group,
  addressed,
  onFilter,
}: {
  group: AuditGroup;
  /** Id of the entry that the page's address names. */
  addressed: string | undefined;
  onFilter: (patch: AuditFilterPatch) => void;
}) {
  const { entries } = group;
  const [open, setOpen] = useState(entries.some((entry) => entry.id === addressed));
  const id = useId();
  const [first] = entries;
  if (entries.length === 1) return <AuditRow entry={first} isAddressed={first.id === addressed} onFilter={onFilter} />;
  return (
    <>
      <AuditLine
        entry={askedFor(group)}
        outcome={outcomeOf(group)}
        others={`(${entries.length.toLocaleString("en")} entries)`}
        opens={`${entries.length} entries of one request`}
        id={id}
        isOpen={open}
        onToggle={() => setOpen(!open)}
      />
      {open ? (
        <tr id={id}>
          <td colSpan={2} className="border-l-2 border-accent p-0">
            <table className="w-full text-left text-sm" aria-label="Entries of the request">
              <tbody>
                {entries.map((entry) => (
                  <AuditRow key={entry.id} entry={entry} isAddressed={entry.id === addressed} onFilter={onFilter} />
                ))}
              </tbody>
            </table>
          </td>
        </tr>
      ) : null}
    </>
  );
}

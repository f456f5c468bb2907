"use client";

import type { AuditEntry } from "@pragma/contract";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { AuditFilterPatch } from "./audit-filters.ts";
import { AuditLine } from "./audit-line.tsx";

/** Loaded with the first row that is opened. */
const AuditDetails = dynamic(() => loadPart(() => import("./audit-details.tsx")).then((file) => file.AuditDetails), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** One entry, with its details below once it is opened. */
export function AuditRow({
  entry,
  isAddressed,
  onFilter,
}: {
  entry: AuditEntry;
  /** The page's address names it. */
  isAddressed: boolean;
  onFilter: (patch: AuditFilterPatch) => void;
}) {
  const [open, setOpen] = useState(isAddressed);
  const id = useId();
  return (
    <>
      <AuditLine
        entry={entry}
        outcome={entry.outcome}
        opens="details"
        id={id}
        isAddressed={isAddressed}
        isOpen={open}
        onToggle={() => setOpen(!open)}
      />
      {open ? (
        <tr id={id} className="bg-sunken">
          <td colSpan={2} className="px-4 pt-1 pb-4">
            <AuditDetails entry={entry} onFilter={onFilter} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

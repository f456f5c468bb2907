"use client";

import type { AuditEntry } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Td } from "~/components/ui/table.tsx";
import { cn } from "~/lib/class-names.ts";
import { loadPart } from "~/lib/load-part.ts";
import type { AuditFilterPatch } from "./audit-filters.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** Loaded with the first row that is opened. */
const AuditDetails = dynamic(() => loadPart(() => import("./audit-details.tsx")).then((file) => file.AuditDetails), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** One entry, with its details below once it is opened. */
export function AuditRow({ entry, onFilter }: { entry: AuditEntry; onFilter: (patch: AuditFilterPatch) => void }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { timestamp, actor, action, target, outcome } = entry;
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
            <RelativeTime iso={timestamp} isSteady />
            <span className="sr-only">: details</span>
          </button>
        </Td>
        <Td className="max-w-56">
          <span className="block truncate text-ink" title={actor.id}>
            {actor.name ?? actor.id}
          </span>
          <span className="text-xs text-ink-faint">{actor.type}</span>
        </Td>
        <Td className="whitespace-nowrap font-mono text-[0.8125rem] text-ink">{action}</Td>
        <Td className="max-w-72">
          <span className="block truncate font-mono text-[0.8125rem] text-ink-soft" title={target}>
            {target}
          </span>
        </Td>
        <Td>
          <OutcomeBadge outcome={outcome} />
        </Td>
      </tr>
      {open ? (
        <tr id={id} className="bg-sunken">
          <td colSpan={5} className="px-4 pt-1 pb-4">
            <AuditDetails entry={entry} onFilter={onFilter} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

"use client";

import type { AuditEntry } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Td } from "~/components/ui/table.tsx";
import { cn } from "~/lib/class-names.ts";
import { AuditSentence } from "./audit-sentence.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

export interface AuditLineProps {
  /** It tells the sentence. */
  entry: AuditEntry;
  outcome: AuditEntry["outcome"];
  /** After the sentence. */
  others?: ReactNode;
  /** Name of what it opens, after the time, for those who cannot see the arrow. */
  opens: string;
  /** Id of the rows that it opens. */
  id: string;
  /** The page's address names it. */
  isAddressed?: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

/** The row of one entry, or of several. */
export function AuditLine({
  entry,
  outcome,
  others,
  opens,
  id,
  isAddressed = false,
  isOpen,
  onToggle,
}: AuditLineProps) {
  return (
    <tr
      data-list-row=""
      aria-current={isAddressed ? "location" : undefined}
      className={cn(isOpen && "weak:bg-sunken", isAddressed && "bg-accent-soft")}
    >
      <Td className="w-0 whitespace-nowrap py-1 pr-2 pl-2 align-top sm:pr-4">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
          className="flex h-8 items-center gap-1.5 rounded-md px-2 text-left text-ink-soft hover:text-ink"
        >
          <ChevronRight className={cn("size-4 transition-transform", isOpen && "rotate-90")} aria-hidden />
          <RelativeTime iso={entry.timestamp} isSteady />
          <span className="sr-only">: {opens}</span>
        </button>
      </Td>
      <Td className="py-2.5 pl-0 align-top">
        <AuditSentence entry={entry} />
        {others === undefined ? null : <span className="text-ink-faint"> {others}</span>}
        {outcome === "success" ? null : (
          <span className="ml-2">
            <OutcomeBadge outcome={outcome} />
          </span>
        )}
      </Td>
    </tr>
  );
}

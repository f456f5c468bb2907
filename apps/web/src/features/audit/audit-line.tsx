"use client";

import type { AuditEntry } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Td } from "~/components/ui/table.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { readableId } from "~/lib/readable-id.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";

export interface AuditLineProps {
  entry: Pick<AuditEntry, "timestamp" | "actor">;
  action: string;
  target: string;
  /** Of the page of what it is about; null if there is none. */
  href: string | null;
  outcome: AuditEntry["outcome"];
  /** Below the target. */
  others?: ReactNode;
  /** What it opens, after the time, for those who cannot see the arrow. */
  opens: string;
  /** Of the rows that it opens. */
  id: string;
  /** The page's address names it. */
  isAddressed?: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

/** The row of one entry, or of several; on a phone, target and outcome are below the action. */
export function AuditLine(props: AuditLineProps) {
  const { entry, action, target, href, outcome, others, opens, id, isAddressed = false, isOpen, onToggle } = props;
  const { timestamp, actor } = entry;
  const what = (
    <>
      <span className="block font-mono text-dense text-ink-soft" title={target}>
        {href === null ? (
          <span className="block truncate">{readableId(target)}</span>
        ) : (
          // Cut off itself, and not by what is around it: that would cut off its ring, too.
          <Link href={href} prefetch={false} className="block truncate hover:text-accent-text hover:underline">
            {readableId(target)}
          </Link>
        )}
      </span>
      {others === undefined ? null : <span className="text-xs text-ink-faint">{others}</span>}
    </>
  );
  return (
    <tr
      data-list-row=""
      aria-current={isAddressed ? "location" : undefined}
      className={cn(isOpen && "bg-sunken", isAddressed && "bg-accent-soft")}
    >
      <Td className="whitespace-nowrap pl-2 max-sm:pr-0 max-sm:align-top">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
          className="flex h-8 items-center gap-1.5 rounded-md px-2 text-ink-soft hover:text-ink"
        >
          <ChevronRight className={cn("size-4 transition-transform", isOpen && "rotate-90")} aria-hidden />
          <RelativeTime iso={timestamp} isSteady />
          <span className="sr-only">: {opens}</span>
        </button>
      </Td>
      <Td className="max-w-56 max-sm:max-w-24 max-sm:px-2 max-sm:align-top">
        <span className="block truncate text-ink" title={actor.id}>
          {actor.name ?? actor.id}
        </span>
        <span className="text-xs text-ink-faint">{actor.type}</span>
      </Td>
      <Td className="max-w-72 max-sm:max-w-0 max-sm:w-full max-sm:pl-2">
        <span className="font-mono text-dense text-ink">{action}</span>
        <div className="mt-1 sm:hidden">
          {what}
          <div className="mt-1">
            <OutcomeBadge outcome={outcome} />
          </div>
        </div>
      </Td>
      <Td className="max-w-72 max-sm:hidden">{what}</Td>
      <Td className="max-sm:hidden">
        <OutcomeBadge outcome={outcome} />
      </Td>
    </tr>
  );
}

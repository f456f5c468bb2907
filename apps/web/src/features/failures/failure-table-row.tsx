"use client";

import { onlyEditHelps } from "@pragma/contract";
import { ChevronDown, Pencil, RotateCcw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Checkbox } from "~/components/ui/field.tsx";
import { KeyText } from "~/components/ui/key-text.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { editResourceHref, resourceHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";
import type { Failure } from "./failure.ts";
import { type FailureRow, isBusy } from "./retries.ts";
import { RetryProgress } from "./retry-progress.tsx";

/** Loaded with the first row that is opened. */
const FailureDetails = dynamic(
  () => loadPart(() => import("./failure-details.tsx")).then((file) => file.FailureDetails),
  {
    ssr: false,
    loading: () => <Skeleton className="h-40" />,
  },
);

export function FailureTableRow(props: {
  row: FailureRow;
  /** From 0. */
  index: number;
  /** Whether the keyboard is at this row. */
  active: boolean;
  onFocus: () => void;
  selected: boolean;
  onToggle: () => void;
  /** Without room for all columns, their content goes below the resource. */
  isNarrow: boolean;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onRetry: ((failure: Failure) => void) | null;
  onDelete: (failure: Failure) => void;
}) {
  const { row, index, active, onFocus, selected, onToggle, isNarrow, isOpen, onOpen, onRetry, onDelete } = props;
  const { failure } = row;
  const { event_id, key } = failure;
  const busy = isBusy(row);
  const detailsId = `failure-${event_id}`;
  return (
    <>
      <tr
        data-row={index}
        onFocus={onFocus}
        className={cn(
          "border-t border-line align-top first:border-t-0",
          selected && "bg-accent-soft",
          active && "shadow-[inset_2px_0_0_var(--accent)]",
        )}
      >
        {onRetry ? (
          <td className="py-3 pl-4">
            <Checkbox aria-label={`Select ${key}`} checked={selected} disabled={busy} onChange={onToggle} />
          </td>
        ) : null}
        <th scope="row" className="px-3 py-2.5 font-normal">
          <Link
            href={resourceHref(key)}
            prefetch={false}
            data-row-link={index}
            className="font-mono text-dense text-accent-text [overflow-wrap:anywhere] hover:underline"
          >
            <KeyText text={key} />
          </Link>
          <div className="mt-1">
            <Badge>{failure.event_type.toLowerCase()}</Badge>
          </div>
          {isNarrow ? (
            <div className="mt-1.5">
              <ErrorOf row={row} isOpen={isOpen} />
              <p className="mt-1 text-dense text-ink-faint">
                {failure.attempt_count === 1 ? "1 attempt" : `${failure.attempt_count} attempts`},{" "}
                <RelativeTime iso={failure.failed_at} />
              </p>
            </div>
          ) : null}
        </th>
        {isNarrow ? null : (
          <>
            <td className="px-3 py-2.5">
              <ErrorOf row={row} isOpen={isOpen} />
            </td>
            <td className="px-3 py-2.5 tabular-nums">{failure.attempt_count}</td>
            <td className="px-3 py-2.5 text-ink-soft">
              <RelativeTime iso={failure.failed_at} isSteady />
            </td>
          </>
        )}
        <td className="px-2 py-1.5">
          <div className="flex justify-end">
            {onRetry ? (
              <>
                {onlyEditHelps(failure) ? (
                  <Button asChild size="smallIcon" variant="primary">
                    <Link href={editResourceHref(key)} prefetch={false} aria-label={`Edit ${key}`} title="Edit">
                      <Pencil aria-hidden />
                    </Link>
                  </Button>
                ) : null}
                <Button
                  size="smallIcon"
                  variant="ghost"
                  aria-label={`Retry ${key}`}
                  disabled={busy}
                  onClick={() => onRetry(failure)}
                >
                  <RotateCcw aria-hidden />
                </Button>
                <Button
                  size="smallIcon"
                  variant="ghost"
                  aria-label={`Delete the failure of ${key}`}
                  disabled={busy}
                  onClick={() => onDelete(failure)}
                >
                  <Trash2 aria-hidden />
                </Button>
              </>
            ) : null}
            <Button
              size="smallIcon"
              variant="ghost"
              aria-label={`Details of ${key}`}
              aria-expanded={isOpen}
              aria-controls={isOpen ? detailsId : undefined}
              onClick={() => onOpen(!isOpen)}
            >
              <ChevronDown aria-hidden className={cn("transition-transform", isOpen && "rotate-180")} />
            </Button>
          </div>
        </td>
      </tr>
      {isOpen ? (
        <tr id={detailsId}>
          <td colSpan={(isNarrow ? 2 : 5) + (onRetry ? 1 : 0)} className="border-t border-line bg-canvas p-4">
            <FailureDetails failure={failure} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function ErrorOf({ row: { failure, retry }, isOpen }: { row: FailureRow; isOpen: boolean }) {
  return (
    <>
      <p className={cn("text-ink [overflow-wrap:anywhere]", !isOpen && "line-clamp-2")}>{failure.error_message}</p>
      {/* Always there, so that screen readers announce its content. */}
      <div role="status">{retry ? <RetryProgress retry={retry} /> : null}</div>
    </>
  );
}

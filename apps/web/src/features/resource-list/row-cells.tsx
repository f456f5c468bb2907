import { isFinding } from "@pragma/contract";
import type { ReactNode } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { DRIFT_TONES } from "~/features/resource-elements/drift-words.ts";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import type { ColumnId } from "./columns.ts";
import type { ListRow } from "./list-types.ts";

interface CellOf {
  row: ListRow;
  /** From 0. */
  index: number;
  /** A column that can be left out is shown. A card shows what fits. */
  isChosen: boolean;
  onTag: (tag: string) => void;
}

/** Cells of a row, by column. One that is missing here does not compile. */
export const CELLS: Record<ColumnId, (of: CellOf) => ReactNode> = {
  state: ({ row }) => (
    <Cell className="col-start-3 row-start-1 @2xl:col-auto @2xl:row-auto">
      <StateBadge state={row.lifecycle_state} />
    </Cell>
  ),
  name: ({ row, index }) => (
    <Cell className="col-start-2 row-start-1 @2xl:col-auto @2xl:row-auto">
      <Link
        href={resourceHref(row.key)}
        prefetch={false}
        data-row-link={index}
        className="block truncate font-medium text-ink underline-offset-4 hover:text-accent-text hover:underline"
      >
        {row.name}
      </Link>
    </Cell>
  ),
  type: ({ row, isChosen }) => (
    <Cell
      className={cn(
        "col-start-2 row-start-2 truncate font-mono text-xs text-ink-soft @2xl:col-auto @2xl:row-auto",
        hasReason(row) && "hidden",
        isChosen ? "@2xl:block" : "@2xl:hidden",
      )}
    >
      {row.provider}/{row.resource}
    </Cell>
  ),
  tags: ({ row, isChosen, onTag }) =>
    isChosen ? (
      // With room for the rings of what has the focus.
      <Cell className="-m-1 hidden gap-1 overflow-hidden p-1 @4xl:flex">
        <RowTags tags={row.tags ?? []} onTag={onTag} />
      </Cell>
    ) : null,
  set: ({ row, isChosen }) =>
    isChosen ? <Cell className="hidden truncate text-xs text-ink-soft @4xl:block">{row.set}</Cell> : null,
  created: ({ row, isChosen }) =>
    isChosen ? (
      <Cell className="hidden text-xs whitespace-nowrap text-ink-faint @4xl:block">
        <RelativeTime iso={row.created_at} />
      </Cell>
    ) : null,
  updated: ({ row, isChosen }) => (
    <Cell
      className={cn(
        "col-start-3 row-start-2 text-right text-xs whitespace-nowrap text-ink-faint @2xl:col-auto @2xl:row-auto @2xl:text-left",
        !isChosen && "@2xl:hidden",
      )}
    >
      <RelativeTime iso={row.updated_at} />
    </Cell>
  ),
  notes: ({ row, isChosen }) => (
    <Cell
      className={cn(
        "-m-1 col-start-2 row-start-2 items-center gap-1.5 overflow-hidden p-1 @2xl:col-auto @2xl:row-auto",
        isChosen ? "@2xl:flex" : "@2xl:hidden",
        hasReason(row) ? "flex" : "hidden",
      )}
    >
      <RowNotes row={row} />
    </Cell>
  ),
};

export function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the row
    <div role="cell" className={cn("min-w-0", className)}>
      {children}
    </div>
  );
}

function RowTags({ tags, onTag }: { tags: readonly string[]; onTag: (tag: string) => void }) {
  const shown = tags.slice(0, 2);
  return (
    <>
      {shown.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-label={`Only with tag ${tag}`}
          onClick={() => onTag(tag)}
          // The first of them keeps its words for longer.
          className="inline-flex h-6 min-w-0 shrink items-center rounded-full nth-[n+2]:shrink-[9] bg-draft-soft px-2 text-xs font-medium text-draft-text hover:brightness-95"
        >
          <span className="truncate">{tag}</span>
        </button>
      ))}
      {tags.length > shown.length ? (
        <span className="shrink-0 text-xs text-ink-faint" title={tags.slice(2).join(", ")}>
          +{tags.length - shown.length}
        </span>
      ) : null}
    </>
  );
}

function WaitsFor({ awaited: { key, lifecycle_state: state } }: { awaited: NonNullable<ListRow["waits_for"]> }) {
  const words = `waits for ${key} (${state ?? "absent"})`;
  return (
    <span title={words} className="min-w-0 truncate text-xs text-pending-text">
      {state === null ? (
        words
      ) : (
        <>
          waits for{" "}
          <Link href={resourceHref(key)} prefetch={false} className="underline-offset-2 hover:underline">
            {key}
          </Link>{" "}
          ({state})
        </>
      )}
    </span>
  );
}

/** Whether the row says why it is not ready, or not as it should be. */
function hasReason({ error, waits_for, drift }: ListRow): boolean {
  return error !== null || waits_for !== null || isFinding(drift);
}

function RowNotes({ row }: { row: ListRow }) {
  return (
    <>
      {row.deleting ? <Badge tone="danger">deleting</Badge> : null}
      {row.stale ? <Badge tone="stale">stale</Badge> : null}
      {isFinding(row.drift) ? <Badge tone={DRIFT_TONES[row.drift]}>{row.drift}</Badge> : null}
      {row.error ? (
        <span title={row.error} className="min-w-0 truncate text-xs text-danger-text">
          {row.error}
        </span>
      ) : null}
      {row.next_attempt_at ? (
        <span className="shrink-0 text-xs text-ink-faint">
          again <RelativeTime iso={row.next_attempt_at} upcoming overdue="soon" isSteady />
        </span>
      ) : null}
      {row.waits_for && !row.error ? <WaitsFor awaited={row.waits_for} /> : null}
    </>
  );
}

import { actorWords, type ChangeSummary } from "@pragma/contract";
import { Badge } from "~/components/ui/badge.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { changeHref, changesHref } from "~/lib/hrefs.ts";
import { ShortCounts } from "../change-counts.tsx";
import { ChangeStatusBadge } from "../change-status.tsx";
import { changeTitle } from "../change-words.ts";

const COLUMNS: readonly Column<ChangeSummary>[] = [
  { head: "Status", cell: ({ status }) => <ChangeStatusBadge status={status} /> },
  { head: "Actions", cell: ({ counts }) => <ShortCounts counts={counts} /> },
  { head: "By", className: "max-w-40", cell: (change) => <By change={change} /> },
  {
    head: "When",
    className: "whitespace-nowrap text-ink-soft",
    cell: ({ applied_at, created_at }) => <RelativeTime iso={applied_at ?? created_at} isSteady />,
  },
];

/** @param isOutdated it is of other filters, until the answer for these arrives */
export function ChangesTable({ changes, isOutdated }: { changes: readonly ChangeSummary[]; isOutdated: boolean }) {
  return (
    <div className={cn("transition-opacity", isOutdated && "opacity-60")}>
      <DataTable
        label="Changes"
        rowHead={{ head: "Change", className: "max-w-96", cell: (change) => <Title change={change} /> }}
        columns={COLUMNS}
        rows={changes}
        keyOf={({ id }) => id}
        className="sm:min-w-[44rem]"
        rowClassName="hover:bg-sunken"
      />
    </div>
  );
}

function Title({ change }: { change: ChangeSummary }) {
  const { id, set, reverts, reverted_by } = change;
  return (
    <>
      <Link
        href={changeHref(id)}
        prefetch={false}
        className="block truncate font-medium text-ink underline-offset-4 hover:underline"
        title={changeTitle(change)}
      >
        {changeTitle(change)}
      </Link>
      <span className="flex flex-wrap items-center gap-1.5 text-xs text-ink-faint">
        {set === null ? null : (
          <Link
            href={changesHref({ set })}
            prefetch={false}
            className="inline-flex min-h-6 items-center underline-offset-4 hover:underline"
          >
            set <span className="ml-1 font-mono">{set}</span>
          </Link>
        )}
        {reverts === null ? null : <Badge>revert</Badge>}
        {reverted_by === null ? null : <Badge>reverted</Badge>}
      </span>
    </>
  );
}

function By({ change: { applied_by, created_by } }: { change: ChangeSummary }) {
  const actor = applied_by ?? created_by;
  return (
    <span className="block truncate text-ink-soft" title={actor.id}>
      {actorWords(actor)}
    </span>
  );
}

import { actorWords, type ChangeSummary } from "@pragma/contract";
import { Badge } from "~/components/ui/badge.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { changeHref, changesHref } from "~/lib/hrefs.ts";
import { ShortCounts } from "../change-counts.tsx";
import { ChangeStatusBadge } from "../change-status.tsx";
import { changeTitle } from "../change-words.ts";

/** @param isOutdated it is of other filters, until the answer for these arrives */
export function ChangesTable({ changes, isOutdated }: { changes: readonly ChangeSummary[]; isOutdated: boolean }) {
  return (
    <div className={cn("transition-opacity", isOutdated && "opacity-60")}>
      <Table label="Changes" isStacked className="sm:min-w-[44rem]">
        <thead>
          <tr>
            <Th>Change</Th>
            <Th>Status</Th>
            <Th>Actions</Th>
            <Th>By</Th>
            <Th>When</Th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ChangeRow({ change }: { change: ChangeSummary }) {
  const { id, status, counts, set, reverts, reverted_by, created_by, created_at, applied_by, applied_at } = change;
  const actor = applied_by ?? created_by;
  return (
    <tr className="hover:bg-sunken">
      <Td className="max-w-96">
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
      </Td>
      <Td label="Status">
        <ChangeStatusBadge status={status} />
      </Td>
      <Td label="Actions">
        <ShortCounts counts={counts} />
      </Td>
      <Td label="By" className="max-w-40">
        <span className="block truncate text-ink-soft" title={actor.id}>
          {actorWords(actor)}
        </span>
      </Td>
      <Td label="When" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={applied_at ?? created_at} isSteady />
      </Td>
    </tr>
  );
}

import { actorWords, type ChangeSummary, changeTitle } from "@pragma/contract";
import { ExternalLink } from "lucide-react";
import { Badge } from "~/components/ui/badge.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { changeHref, changesHref } from "~/lib/hrefs.ts";
import { ShortCounts } from "../change-counts.tsx";
import { ChangeStatusBadge } from "../change-status.tsx";
import { shownSource, tookWords } from "../change-words.ts";

/** Between a phone and a desk these have no room of their own: they are below the title. */
const BELOW_TITLE = "sm:max-xl:hidden";

const COLUMNS: readonly Column<ChangeSummary>[] = [
  { head: "Status", cell: ({ status }) => <ChangeStatusBadge status={status} /> },
  { head: "Actions", cell: ({ counts }) => <ShortCounts counts={counts} /> },
  {
    head: "By",
    headClassName: BELOW_TITLE,
    className: `max-w-48 ${BELOW_TITLE}`,
    cell: (change) => <By change={change} />,
  },
  {
    head: "Source",
    headClassName: BELOW_TITLE,
    className: `max-w-40 ${BELOW_TITLE}`,
    cell: (change) => <From change={change} />,
  },
  {
    head: "Duration",
    headClassName: BELOW_TITLE,
    className: `whitespace-nowrap text-ink-soft tabular-nums ${BELOW_TITLE}`,
    cell: (change) => <Took change={change} />,
  },
  {
    head: "Time",
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
        rowHead={{ head: "Change", className: "xl:max-w-60 2xl:max-w-80", cell: (change) => <Head change={change} /> }}
        columns={COLUMNS}
        rows={changes}
        keyOf={({ id }) => id}
        className="xl:min-w-[52rem]"
        rowClassName="hover:bg-sunken"
      />
    </div>
  );
}

function Head({ change }: { change: ChangeSummary }) {
  return (
    <>
      <Title change={change} />
      <span className="mt-0.5 hidden flex-wrap gap-x-3 text-dense text-ink-soft sm:max-xl:flex">
        <By change={change} />
        <From change={change} />
        <span className="tabular-nums">
          <Took change={change} />
        </span>
      </span>
    </>
  );
}

function Title({ change }: { change: ChangeSummary }) {
  const { id, set, reverts, reverted_by } = change;
  return (
    <span className="flex min-w-0 items-center gap-x-2 gap-y-1 max-xl:flex-wrap">
      <Link
        href={changeHref(id)}
        prefetch={false}
        className={cn(WHOLE, "font-medium text-ink underline-offset-4 hover:underline max-xl:line-clamp-3")}
        title={changeTitle(change)}
      >
        {changeTitle(change)}
      </Link>
      {set === null ? null : (
        <Link
          href={changesHref({ set })}
          prefetch={false}
          aria-label={`Set ${set}`}
          className="inline-flex min-h-6 shrink-0 items-center rounded bg-sunken px-1.5 font-mono text-xs text-ink-soft hover:text-ink"
        >
          {set}
        </Link>
      )}
      {reverts === null ? null : <Badge className="shrink-0">revert</Badge>}
      {reverted_by === null ? null : <Badge className="shrink-0">reverted</Badge>}
    </span>
  );
}

/** On a desk a row is a line; elsewhere texts have as many as they take, and a message, which may be a page, has three. */
const WHOLE = "min-w-0 [overflow-wrap:anywhere] xl:truncate";

function By({ change: { applied_by, created_by } }: { change: ChangeSummary }) {
  const actor = applied_by ?? created_by;
  return (
    <span className={cn(WHOLE, "block text-ink-soft")} title={`${actorWords(actor)} (${actor.id})`}>
      {actorWords(actor)}
    </span>
  );
}

function From({ change: { source } }: { change: ChangeSummary }) {
  if (source === null) return null;
  const { words, link } = shownSource(source);
  if (link === null) return <span className={cn(WHOLE, "block text-ink-soft")}>{words}</span>;
  return (
    <a
      href={link.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={link.text}
      className="flex min-w-0 items-center gap-1 text-accent-text underline-offset-4 hover:underline"
    >
      <span className={WHOLE}>{words}</span>
      <ExternalLink className="size-3.5 shrink-0" aria-label="opens another site" />
    </a>
  );
}

function Took({ change }: { change: ChangeSummary }) {
  if (change.status === "applying" && change.applied_at !== null) return <Elapsed since={change.applied_at} />;
  return tookWords(change);
}

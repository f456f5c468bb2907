import { actorWords, type ChangeSummary, outcomeWords } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { ExternalLink } from "lucide-react";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { ChangeStatusBadge } from "../change-status.tsx";
import { plannedWords, shownSource, standingOf, tookWords } from "../change-words.ts";

type Progress = RouterOutputs["changes"]["get"]["progress"];

/** The change in one line: what it is to do or has done, how long that took, by whom, and where it comes from. */
export function ChangeSummaryLine({ change, progress }: { change: ChangeSummary; progress: Progress }) {
  const { status, source, applied_at, created_at, created_by } = change;
  const actor = change.applied_by ?? created_by;
  const took = tookWords(change);
  return (
    <section aria-label="Summary">
      <p className="leading-6 text-ink">
        <span role="status" aria-label="Status" className="mr-1">
          <ChangeStatusBadge status={status} />
        </span>{" "}
        <span role="status" aria-label="Outcome" className="font-medium tabular-nums">
          {applied_at === null ? plannedWords(change) : doneWords(progress, change.blocked.length)}
        </span>
        {took === null ? null : `, in ${took}`}
        {status === "applying" && applied_at !== null ? (
          <>
            , running for <Elapsed since={applied_at} />
          </>
        ) : null}
        , {applied_at === null ? "planned " : null}by {actorWords(actor)}{" "}
        <RelativeTime iso={applied_at ?? created_at} />
        {source === null ? null : (
          <>
            , <Source source={source} />
          </>
        )}
      </p>
    </section>
  );
}

/** Outcomes in words; there may be none. */
function doneWords({ outcomes }: Progress, blocked: number): string {
  const words = outcomeWords(standingOf(outcomes, blocked));
  return words.length === 0 ? "nothing to do" : words.join(", ");
}

/** Letters that fit into a line of a phone. */
const LINE = 32;

function Source({ source }: { source: NonNullable<ChangeSummary["source"]> }) {
  const { words, link } = shownSource(source);
  if (link === null) return <span className="[overflow-wrap:anywhere]">from {words}</span>;
  return (
    <>
      from{" "}
      <a
        href={link.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        title={link.text}
        className="text-accent-text underline-offset-4 hover:underline"
      >
        <span className="[overflow-wrap:anywhere]">{words} at </span>
        {/* The sign stays with the name, unless that is a line of its own. */}
        <span className={link.host.length > LINE ? "[overflow-wrap:anywhere]" : "whitespace-nowrap"}>
          {link.host}
          <ExternalLink className="ml-1 inline size-3.5 align-[-0.125em]" aria-label="opens another site" />
        </span>
      </a>
    </>
  );
}

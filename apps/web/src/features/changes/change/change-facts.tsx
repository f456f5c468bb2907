import { actorWords, type ChangeSummary } from "@pragma/contract";
import type { ReactNode } from "react";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { ChangeLink } from "../change-link.tsx";

const LINK = "inline-flex min-h-6 min-w-0 items-center gap-1 text-accent-text underline-offset-4 hover:underline";

/** Facts about a change beside its summary: its set, others who had a part in it, and related changes. */
export function ChangeFacts({ change }: { change: ChangeSummary }) {
  const { id, status, set, prune, created_by, created_at, applied_by, expires_at, reverts, reverted_by } = change;
  const isPlannedByAnother = applied_by !== null && applied_by.id !== created_by.id;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-dense">
      {set === null ? null : (
        <Fact name="Set">
          <Link href={resourcesHref({ set })} className={`${LINK} font-mono`}>
            {set}
          </Link>
          {prune ? " (pruned)" : ""}
        </Fact>
      )}
      {isPlannedByAnother ? (
        <Fact name="Planned by">
          {actorWords(created_by)} <RelativeTime iso={created_at} />
        </Fact>
      ) : null}
      {change.ended_by && change.ended_at ? (
        <Fact name="Stopped by">
          {actorWords(change.ended_by)} <RelativeTime iso={change.ended_at} />
        </Fact>
      ) : null}
      {status === "planned" && expires_at ? (
        <Fact name="Expires">
          <RelativeTime iso={expires_at} upcoming overdue="now" />
        </Fact>
      ) : null}
      {reverts === null ? null : (
        <Fact name="Reverts">
          <ChangeLink id={reverts} words="another change" className={LINK} />
        </Fact>
      )}
      {reverted_by === null ? null : (
        <Fact name="Reverted by">
          <ChangeLink id={reverted_by} words="another change" className={LINK} />
        </Fact>
      )}
      <span className="inline-flex min-w-0 items-center gap-1 text-ink-faint">
        <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{id}</code>
        <CopyButton text={id} label="Copy id" />
      </span>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span className="text-ink-faint">{name}</span>
      {children}
    </span>
  );
}

import { actorWords, type ChangeSummary } from "@pragma/contract";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Link } from "~/features/shell/link.tsx";
import { changeHref, resourcesHref } from "~/lib/hrefs.ts";
import { ChangeStatusBadge } from "../change-status.tsx";
import { shownSource } from "../change-words.ts";

const LINK = "inline-flex min-h-6 min-w-0 items-center gap-1 text-accent-text underline-offset-4 hover:underline";

/** Who planned and applied a change, when, where it comes from, and what it has to do with others. */
export function ChangeFacts({ change }: { change: ChangeSummary }) {
  const { id, status, source, set, prune, created_by, created_at, applied_by, applied_at, settled_at } = change;
  const { expires_at, reverts, reverted_by } = change;
  return (
    <div className="flex flex-col gap-1.5 text-dense">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status" aria-label="Status">
          <ChangeStatusBadge status={status} />
        </span>
        <span className="text-ink-faint">
          Planned by {actorWords(created_by)} <RelativeTime iso={created_at} />
        </span>
        {applied_by && applied_at ? (
          <span className="text-ink-faint">
            Applied by {actorWords(applied_by)} <RelativeTime iso={applied_at} />
          </span>
        ) : null}
        {settled_at ? (
          <span className="text-ink-faint">
            Settled <RelativeTime iso={settled_at} />
          </span>
        ) : null}
        {status === "planned" && expires_at ? (
          <span className="text-ink-faint">
            Expires <RelativeTime iso={expires_at} upcoming />
          </span>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        {set === null ? null : (
          <Fact name="Set">
            <Link href={resourcesHref({ set })} className={`${LINK} font-mono`}>
              {set}
            </Link>
            {prune ? " (pruned)" : ""}
          </Fact>
        )}
        {source === null ? null : <Source source={source} />}
        {reverts === null ? null : (
          <Link href={changeHref(reverts)} className={LINK}>
            The change that this reverts
          </Link>
        )}
        {reverted_by === null ? null : (
          <Link href={changeHref(reverted_by)} className={LINK}>
            Reverted by another change
          </Link>
        )}
        <span className="inline-flex min-w-0 items-center gap-1 text-ink-faint">
          <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{id}</code>
          <CopyButton text={id} label="Copy id" />
        </span>
      </div>
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

function Source({ source }: { source: NonNullable<ChangeSummary["source"]> }) {
  const { kind, ref, link } = shownSource(source);
  return (
    <Fact name="From">
      {kind}
      {ref === null ? null : <code className="font-mono text-xs [overflow-wrap:anywhere]">{ref}</code>}
      {link === null ? null : (
        <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
          <span className="[overflow-wrap:anywhere]">{link.text}</span>
          <ExternalLink className="size-3.5 shrink-0" aria-label="opens another site" />
        </a>
      )}
    </Fact>
  );
}

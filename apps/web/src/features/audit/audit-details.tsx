"use client";

import type { AuditEntry } from "@pragma/contract";
import { Filter, Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { YamlView } from "~/features/resource/values/yaml-view.tsx";
import { Link } from "~/features/shell/link.tsx";
import { auditEntryHref } from "~/lib/hrefs.ts";
import type { AuditFilterPatch } from "./audit-filters.ts";

/** All details of an entry, with links to similar ones. */
export function AuditDetails({ entry, onFilter }: { entry: AuditEntry; onFilter: (patch: AuditFilterPatch) => void }) {
  const { timestamp, actor, action, target, outcome, correlation_id, details } = entry;
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-center gap-x-4 gap-y-0.5">
        <Fact name="Time">{timestamp}</Fact>
        <Fact name="Actor" copy={actor.id}>{`${actor.type} ${actor.id}`}</Fact>
        <Fact name="Action">{action}</Fact>
        <Fact name="Target" copy={target}>
          {target}
        </Fact>
        <Fact name="Outcome">{outcome}</Fact>
        <Fact name="Correlation id" copy={correlation_id}>
          {correlation_id}
        </Fact>
      </dl>
      {Object.keys(details).length > 0 ? (
        <YamlView value={details} label="Details" literal className="bg-surface" />
      ) : (
        <p className="text-ink-faint">No further details.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onFilter({ actor: actor.id })}>
          <Filter aria-hidden /> All by this actor
        </Button>
        <Button size="small" onClick={() => onFilter({ action })}>
          <Filter aria-hidden /> All of this action
        </Button>
        <Button size="small" onClick={() => onFilter({ target })}>
          <Filter aria-hidden /> All about this target
        </Button>
        <Button size="small" onClick={() => onFilter({ q: correlation_id })}>
          <Filter aria-hidden /> All of this request
        </Button>
        <Button asChild size="small">
          <Link href={auditEntryHref(entry.id)} prefetch={false}>
            <Link2 aria-hidden /> Link to this entry
          </Link>
        </Button>
      </div>
    </div>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-dense text-ink-faint">{name}</dt>
      <dd className="flex min-h-8 min-w-0 items-center gap-1">
        <span className="min-w-0 break-all font-mono text-dense text-ink">{children}</span>
        {copy === undefined ? null : <CopyButton text={copy} label={`Copy ${name.toLowerCase()}`} />}
      </dd>
    </>
  );
}

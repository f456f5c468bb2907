"use client";

import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import type { RelatedResource, Relations } from "./resource-types.ts";

export interface RelationsQuery {
  data: Relations | undefined;
  error: { message: string } | null;
  refetch: () => Promise<unknown>;
}

/** More are collapsed. */
const SHOWN = 8;

/** Dependencies and dependents of a resource, its owners and those it owns, with their states. */
export function RelationsPanel({ relations: { data, error, refetch } }: { relations: RelationsQuery }) {
  return (
    <Section title="Relations">
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <SkeletonRows rows={4} label="Loading relations" /> : null}
      {data ? (
        <div className="flex flex-col gap-4 p-4">
          <RelatedList title="Depends on" none="Nothing" related={data.dependencies} />
          <RelatedList title="Used by" none="Nothing" related={data.dependents} />
          {data.owners.length > 0 ? <RelatedList title="Owned by" related={data.owners} /> : null}
          {data.owned.length > 0 ? <RelatedList title="Owns" related={data.owned} /> : null}
          {data.truncated ? <p className="text-dense text-ink-faint">There are more than are listed here.</p> : null}
        </div>
      ) : null}
    </Section>
  );
}

function RelatedList({ title, none, related }: { title: string; none?: string; related: readonly RelatedResource[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? related : related.slice(0, SHOWN);
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-ink-faint">
        {title}
        {related.length > 0 ? <span className="tabular-nums"> ({related.length})</span> : null}
      </h3>
      {related.length === 0 ? <p className="text-ink-soft">{none}</p> : null}
      <ul aria-label={title} className="flex flex-col gap-1.5">
        {shown.map(({ key, lifecycle_state }) => (
          <li key={key} data-list-row="">
            <ResourceLink resourceKey={key} state={lifecycle_state} className="flex justify-between" />
          </li>
        ))}
      </ul>
      {related.length > shown.length ? (
        <Button size="small" variant="ghost" className="mt-1" onClick={() => setAll(true)}>
          Show all {related.length}
        </Button>
      ) : null}
    </div>
  );
}

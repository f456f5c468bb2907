"use client";

import { type Resource, resourceKey } from "@pragma/contract";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { hasStagedDraft, isDeleting, isStale } from "~/features/resource-elements/resource-facts.ts";
import { useOfferedActions } from "~/features/shell/palette/page-actions.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { paletteActionsOf, ResourceActions } from "./resource-actions.tsx";
import { ResourcePlace } from "./resource-place.tsx";
import type { Tagged } from "./resource-types.ts";
import type { ResourceMutations } from "./use-resource-mutations.ts";

/** With all that shows a plan; loaded when they are first opened. */
const ApplyDraftDialog = dynamic(
  () => loadPart(() => import("./apply-draft-dialog.tsx")).then((file) => file.ApplyDraftDialog),
  {
    ssr: false,
  },
);
const DeleteDialog = dynamic(() => loadPart(() => import("./delete-dialog.tsx")).then((file) => file.DeleteDialog), {
  ssr: false,
});

/** A resource's identity, state and actions. */
export function ResourceHeader({ tagged, mutations }: { tagged: Tagged; mutations: ResourceMutations }) {
  const { resource } = tagged;
  const [asking, setAsking] = useState<"apply" | "delete" | null>(null);
  const close = (): void => setAsking(null);
  const key = resourceKey(resource);
  const actions = { resource, mutations, onApply: () => setAsking("apply"), onDelete: () => setAsking("delete") };
  useOfferedActions(paletteActionsOf(actions, useCan("resources:write")));
  return (
    <>
      <PageHeader
        title={resource.name}
        description={
          <div className="flex flex-col gap-2">
            <div className="flex min-w-0 items-center gap-1">
              <code className="font-mono text-dense [overflow-wrap:anywhere]">{key}</code>
              <CopyButton text={key} label="Copy key" />
            </div>
            <Badges resource={resource} />
            <ResourcePlace resource={resource} />
          </div>
        }
        actions={<ResourceActions {...actions} />}
      />
      {mutations.error ? <DomainNotice error={mutations.error} className="mb-4" /> : null}
      {asking === "apply" ? <ApplyDraftDialog tagged={tagged} mutations={mutations} onClose={close} /> : null}
      {asking === "delete" ? <DeleteDialog tagged={tagged} onClose={close} /> : null}
    </>
  );
}

function Badges({ resource }: { resource: Resource }) {
  const { generation, observed_generation: observed, lifecycle_state: state } = resource;
  return (
    <div className="flex flex-wrap items-center gap-2 text-dense">
      <span role="status" aria-label="State">
        <StateBadge state={state} />
      </span>
      {hasStagedDraft(resource) ? <Badge tone="accent">change staged</Badge> : null}
      {isStale(resource) ? <Badge tone="stale">stale</Badge> : null}
      {isDeleting(resource) ? <Badge tone="danger">deleting</Badge> : null}
      {resource.handling?.paused ? <Badge tone="warning">paused</Badge> : null}
      {resource.handling?.mode === "observe" ? <Badge>observed</Badge> : null}
      {resource.deletion_protected ? <Badge>protected</Badge> : null}
      <span className="text-ink-faint">
        Generation {generation}
        {observed === generation ? "" : `, settled ${observed}`}
        {" · "}Updated <RelativeTime iso={resource.updated_at} />
      </span>
    </div>
  );
}

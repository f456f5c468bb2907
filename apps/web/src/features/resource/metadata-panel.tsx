"use client";

import type { FieldOf, ShownField } from "@pragma/contract";
import { useMutation } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { asInput, takesMetadata } from "~/features/resource-elements/resource-facts.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { HandlingRow } from "./handling-row.tsx";
import type { Tagged } from "./resource-types.ts";
import { type ChangeMetadata, TagsRow } from "./tags-row.tsx";
import { useSettle } from "./use-resource-mutations.ts";

/** Fields that other parts of the page tell, or none does. One that is neither here nor in the panel does not compile. */
type Elsewhere =
  | FieldOf<"identity">
  | "id"
  | "connection"
  | "config"
  | "resolved_config"
  | "dependencies"
  | "owner_references"
  | "outputs"
  | "error"
  | "error_kind"
  | "lifecycle_state"
  | "conditions"
  | "generation"
  | "observed_generation"
  | "pending_event_id"
  | "provisioned"
  | "drift"
  | "set"
  | "change_id"
  | "created_at"
  | "updated_at";

/** The fields beside the config. Changing them affects neither the resource nor its dependents. */
export function MetadataPanel({ tagged }: { tagged: Tagged }) {
  const { resource, etag } = tagged;
  const trpc = useTRPC();
  const settle = useSettle();
  const canWrite = useCan("resources:write");
  const editable = canWrite && takesMetadata(resource);
  const save = useMutation(trpc.resources.applyOne.mutationOptions({ onSuccess: settle, onError: () => settle(null) }));
  const change: ChangeMetadata = (metadata, onSuccess) =>
    save.mutate({ ...asInput(resource), ...metadata, ifMatch: etag }, { ...(onSuccess && { onSuccess }) });
  const { identity, provisioned } = resource;
  const rows: Record<Exclude<ShownField, Elsewhere>, ReactNode> = {
    identity:
      identity === null ? null : (
        <div>
          <h3 className="mb-1.5 text-xs font-medium text-ink-faint">{provisioned ? "Identity" : "Takes over"}</h3>
          <p className="font-mono text-dense break-all">{identity}</p>
        </div>
      ),
    tags: <TagsRow resource={resource} editable={editable} busy={save.isPending} change={change} />,
    deletion_protected: (
      <LabelledCheckbox
        label="Protected from deletion"
        checked={resource.deletion_protected}
        disabled={!editable || save.isPending}
        onChange={(event) => change({ deletion_protected: event.target.checked })}
      />
    ),
    handling: (
      <HandlingRow
        handling={resource.handling}
        disabled={!canWrite || save.isPending}
        onChange={(handling) => change({ handling })}
      />
    ),
  };
  return (
    <Section title="Tags, protection and handling">
      <div className="flex flex-col gap-4 p-4">
        {Object.entries(rows).map(([field, row]) => (
          <Fragment key={field}>{row}</Fragment>
        ))}
        {save.error ? <DomainNotice error={save.error} /> : null}
        <p className="text-dense text-ink-faint">
          Created <RelativeTime iso={resource.created_at} />
        </p>
      </div>
    </Section>
  );
}

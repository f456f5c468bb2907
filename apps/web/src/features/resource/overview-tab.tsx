"use client";

import { isFailed, type Resource, resourceKey } from "@pragma/contract";
import { containsMask, jsonEqual } from "@pragma/language";
import { useQuery } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Conditions } from "./conditions.tsx";
import { errorAdvice } from "./error-advice.ts";
import { LinkedText } from "./linked-text.tsx";
import { MetadataPanel } from "./metadata-panel.tsx";
import { RelationsPanel, type RelationsQuery } from "./relations-panel.tsx";
import type { Tagged } from "./resource-types.ts";
import { RevealDialog } from "./reveal-dialog.tsx";
import { SecretUsersPanel } from "./secret-users-panel.tsx";
import { type Reveal, useReveal } from "./use-reveal.ts";
import { YamlView } from "./yaml-view.tsx";

/** A resource's state and the reasons, its config and outputs, and its relations. */
export function OverviewTab({ tagged, relations }: { tagged: Tagged; relations: RelationsQuery }) {
  const { resource } = tagged;
  const reveal = useReveal(tagged);
  const shown = reveal.resource ?? resource;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {resource.error ? <ErrorPanel resource={resource} /> : null}
        <Section title="Conditions">
          <Conditions conditions={resource.conditions} />
        </Section>
        <Configs resource={shown} />
        <Section title="Outputs" actions={<RevealControls resource={resource} reveal={reveal} />}>
          <div className="p-4">
            {Object.keys(shown.outputs).length > 0 ? (
              <YamlView value={shown.outputs} label="Outputs" literal />
            ) : (
              <p className="text-ink-soft">None yet. The provider sets them when it succeeds.</p>
            )}
          </div>
        </Section>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <RelationsPanel relations={relations} />
        <SecretUsersPanel resourceKey={resourceKey(resource)} isSecret={isSecret(resource)} />
        <MetadataPanel tagged={tagged} />
      </div>
    </div>
  );
}

function isSecret({ provider, resource }: Resource): boolean {
  return provider === "pragma" && resource === "secret";
}

function ErrorPanel({ resource }: { resource: Resource }) {
  const failed = isFailed(resource.lifecycle_state);
  return (
    <Notice tone={failed ? "danger" : "warning"}>
      <h2 className="font-semibold">{failed ? "It failed" : "The last attempt failed"}</h2>
      <p className="mt-1 font-mono text-[0.8125rem] whitespace-pre-wrap [overflow-wrap:anywhere]">
        <LinkedText text={resource.error ?? ""} />
      </p>
      <p className="mt-2">{errorAdvice(resource)}</p>
    </Notice>
  );
}

function Configs({ resource }: { resource: Resource }) {
  const { config, resolved_config: resolved, dependencies } = resource;
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions({ provider: resource.provider }));
  const type = types.data?.find((one) => one.resource === resource.resource);
  // Until its type is known nothing is linked.
  const literal = types.data === undefined || type?.string_references === false;
  // Without references there is nothing to compare, and nothing to resolve in what was not handed over yet.
  const same = resolved === null ? dependencies.length === 0 : jsonEqual(resolved, config);
  return (
    <div className="@container">
      <div className={same ? "" : "grid grid-cols-1 gap-4 @3xl:grid-cols-2"}>
        <Section
          title="Config"
          description={same ? "It references nothing: this is what the provider gets." : "As written"}
        >
          <div className="p-4">
            <YamlView value={config} label="Config" literal={literal} />
          </div>
        </Section>
        {same ? null : (
          <Section title="Resolved config" description="With references replaced: what the provider gets">
            <div className="p-4">
              {resolved ? (
                <YamlView value={resolved} label="Resolved config" literal />
              ) : (
                <p className="text-ink-soft">Not resolved yet: all dependencies must be ready first.</p>
              )}
            </div>
          </Section>
        )}
      </div>
    </div>
  );
}

function RevealControls({ resource, reveal }: { resource: Resource; reveal: Reveal }) {
  const canReveal = useCan("secrets:reveal");
  const [asking, setAsking] = useState(false);
  if (!canReveal || !containsMask([resource.outputs, resource.config, resource.resolved_config])) return null;
  if (reveal.resource) {
    return (
      <>
        <span className="text-xs text-ink-faint tabular-nums">Hidden in {reveal.secondsLeft} s</span>
        <Button size="small" onClick={reveal.hide}>
          <EyeOff aria-hidden /> Hide
        </Button>
      </>
    );
  }
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        <Eye aria-hidden /> Reveal…
      </Button>
      <RevealDialog open={asking} onOpenChange={setAsking} reveal={reveal} />
    </>
  );
}

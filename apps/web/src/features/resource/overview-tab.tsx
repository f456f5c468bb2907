"use client";

import { type Resource, resourceKey } from "@pragma/contract";
import { containsMask } from "@pragma/language";
import { Eye, EyeOff } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { hasStagedDraft } from "~/features/resource-elements/resource-facts.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { Conditions } from "./conditions.tsx";
import { ConnectionPanel } from "./connection-panel.tsx";
import { DriftPanel } from "./drift/drift-panel.tsx";
import { MetadataPanel } from "./metadata-panel.tsx";
import { RelationsPanel, type RelationsQuery } from "./relations-panel.tsx";
import type { Tagged } from "./resource-types.ts";
import { SecretUsersPanel } from "./secret-users-panel.tsx";
import { StagedPanel } from "./staged-panel.tsx";
import type { ResourceMutations } from "./use-resource-mutations.ts";
import { type Reveal, useReveal } from "./use-reveal.ts";
import { ConfigPanel } from "./values/config-panel.tsx";
import { OutputsPanel } from "./values/outputs-panel.tsx";
import { RevealingValues } from "./values/reveal-button.tsx";

/** Loaded after the page. */
const RevealDialog = dynamic(() => loadPart(() => import("./reveal-dialog.tsx")).then((file) => file.RevealDialog), {
  ssr: false,
});

/** A resource's drift, its outputs, its config, its conditions and its relations. */
export function OverviewTab({
  tagged,
  mutations,
  relations,
}: {
  tagged: Tagged;
  mutations: ResourceMutations;
  relations: RelationsQuery;
}) {
  const { resource } = tagged;
  const reveal = useReveal(tagged);
  const canReveal = useCan("secrets:reveal");
  /** Null until something was asked for. */
  const [asked, setAsked] = useState<{ address: string | null; isOpen: boolean } | null>(null);
  const ask = (address: string | null): void => {
    reveal.callOff();
    setAsked({ address, isOpen: true });
  };
  const closeDialog = (): void => {
    reveal.callOff();
    setAsked((before) => before && { ...before, isOpen: false });
  };
  const shown = reveal.resource ?? resource;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {hasStagedDraft(resource) ? <StagedPanel tagged={tagged} mutations={mutations} /> : null}
        <RevealingValues valueAt={reveal.valueAt} ask={canReveal ? ask : undefined} hide={reveal.hide}>
          <DriftPanel tagged={tagged} />
          <OutputsPanel
            resource={shown}
            actions={
              canReveal && containsMask([resource.outputs, resource.config, resource.resolved_config]) ? (
                <RevealControls reveal={reveal} onAsk={() => ask(null)} />
              ) : null
            }
          />
          <ConfigPanel resource={shown} />
        </RevealingValues>
        {asked && canReveal ? (
          <RevealDialog
            address={asked.address}
            open={asked.isOpen}
            onOpenChange={(isOpen) => (isOpen ? ask(asked.address) : closeDialog())}
            reveal={reveal}
          />
        ) : null}
        <Section title="Conditions">
          <Conditions conditions={resource.conditions} />
        </Section>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <ConnectionPanel resource={resource} />
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

function RevealControls({ reveal, onAsk }: { reveal: Reveal; onAsk: () => void }) {
  return (
    <>
      {reveal.isShowing ? (
        <>
          <span className="text-xs text-ink-faint tabular-nums">Hidden in {reveal.secondsLeft} s</span>
          <Button size="small" onClick={() => reveal.hide(null)}>
            <EyeOff aria-hidden /> Hide
          </Button>
        </>
      ) : null}
      {reveal.resource ? null : (
        <Button size="small" onClick={onAsk}>
          <Eye aria-hidden /> Reveal all…
        </Button>
      )}
    </>
  );
}

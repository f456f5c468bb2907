"use client";

import { isFinding, type Resource, resourceKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { DRIFT_TONES, DRIFT_WORDS } from "~/features/resource-elements/drift-words.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Drift, Tagged } from "../resource-types.ts";
import type { Decision } from "./drift-dialog.tsx";
import { choicesFor, findingWords, hasDrift, isLookedForAgain, uncheckedWords, whyUndecided } from "./drift-facts.ts";
import { FoundValues } from "./found-values.tsx";
import { untilNextLook } from "./until-next-look.ts";
import { type DriftCheck, useDriftCheck } from "./use-drift-check.ts";

/** Loaded when it is asked for. */
const DriftDialog = dynamic(() => loadPart(() => import("./drift-dialog.tsx")).then((file) => file.DriftDialog), {
  ssr: false,
});

const LABELS = { revert: "Revert…", accept: "Accept…", look: "Look again…" };

/** How the real thing differs from what is declared, and what can be done about it; nothing for what cannot be checked. */
export function DriftPanel({ tagged }: { tagged: Tagged }) {
  const { resource } = tagged;
  const { provider, resource: type } = resource;
  const key = resourceKey(resource);
  const trpc = useTRPC();
  const capabilities = useQuery(trpc.resources.capabilities.queryOptions({ provider, resource: type }));
  const query = useQuery(
    trpc.resources.drift.queryOptions(
      { id: key },
      // A check without a finding causes no event.
      { refetchInterval: ({ state }) => untilNextLook(state.data) },
    ),
  );
  const check = useDriftCheck(key);
  const [decision, setDecision] = useState<Decision | null>(null);
  const drift = query.data;
  if (!hasDrift(resource, capabilities.data ?? [], drift)) return null;
  if (!drift) {
    if (!query.error) return null;
    return (
      <Section title="Drift" label="Drift">
        <CallError error={query.error} onRetry={() => void query.refetch()} />
      </Section>
    );
  }
  return (
    <Section
      label="Drift"
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          Drift <Badge tone={DRIFT_TONES[drift.status]}>{DRIFT_WORDS[drift.status]}</Badge>
        </span>
      }
      description={<Checked resource={resource} drift={drift} />}
      actions={<Actions resource={resource} drift={drift} check={check} onDecide={setDecision} />}
    >
      <Problems drift={drift} check={check} />
      {isFinding(drift.status) ? <Finding resource={resource} drift={drift} onDecide={setDecision} /> : null}
      {decision ? (
        <DriftDialog
          tagged={tagged}
          status={drift.status}
          decision={decision}
          onIgnored={check.run}
          onClose={() => setDecision(null)}
        />
      ) : null}
    </Section>
  );
}

function Checked({ resource, drift: { checked_at, due_at } }: { resource: Resource; drift: Drift }) {
  return (
    <>
      {checked_at === null ? "Not checked yet" : "Checked "}
      {checked_at === null ? null : <RelativeTime iso={checked_at} />}
      {", "}
      {due_at === null ? (
        uncheckedWords(resource)
      ) : (
        <>
          next check <RelativeTime iso={due_at} upcoming overdue="soon" />
        </>
      )}
    </>
  );
}

interface ActionsProps {
  resource: Resource;
  drift: Drift;
  check: DriftCheck;
  onDecide: (decision: Decision) => void;
}

function Actions({ resource, drift, check, onDecide }: ActionsProps) {
  const canPlan = useCan("changes:plan");
  const canWrite = useCan("resources:write");
  const choices = canPlan && whyUndecided(resource) === null ? choicesFor(drift.status, resource) : [];
  return (
    <>
      {choices.map((kind) => (
        <Button key={kind} size="small" onClick={() => onDecide({ kind })}>
          {LABELS[kind]}
        </Button>
      ))}
      {canWrite ? (
        <Button key="check" size="small" variant="ghost" busy={check.busy} onClick={check.run}>
          {check.busy ? null : <RefreshCw aria-hidden />} Check now
        </Button>
      ) : null}
    </>
  );
}

/** Why the last check, by itself or asked for, found out nothing. */
function Problems({ drift, check }: { drift: Drift; check: DriftCheck }) {
  const { answer, problem } = check;
  const isAbsent = answer?.checked_at === drift.checked_at && isLookedForAgain(drift);
  if (problem === null && drift.error === null && !isAbsent) return null;
  return (
    <div className="flex flex-col gap-2 p-4 [overflow-wrap:anywhere]">
      {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
      {drift.error === null ? null : <Notice tone="warning">The last check found out nothing: {drift.error}</Notice>}
      {isAbsent ? (
        <Notice>
          Its provider did not find it. It counts as missing once a second check, in some seconds, does not either.
        </Notice>
      ) : null}
    </div>
  );
}

function Finding({ resource, drift, onDecide }: Omit<ActionsProps, "check">) {
  const canPlan = useCan("changes:plan");
  const why = whyUndecided(resource);
  const isCorrected = resource.handling?.drift === "correct" && resource.handling.mode === "full";
  return (
    <>
      <p role="status" className="px-4 py-3 text-ink-soft">
        {findingWords(drift)} {isCorrected ? "It is corrected by itself, once a finding. " : null}
        {canPlan ? why : null}
      </p>
      {drift.changes.length > 0 ? (
        <FoundValues
          changes={drift.changes}
          onIgnore={canPlan && why === null ? (path) => onDecide({ kind: "ignore", path }) : undefined}
        />
      ) : null}
    </>
  );
}

"use client";

import {
  type ChangeInput,
  DEFAULT_HANDLING,
  type DriftStatus,
  handlingWritten,
  isReady,
  type Resource,
  resourceKey,
} from "@pragma/contract";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";
import { asInput } from "~/features/resource-elements/resource-facts.ts";
import type { Tagged } from "../resource-types.ts";

/** What is to be done about a finding. `look` reads once more what is only observed. */
export type Decision = { kind: "revert" | "accept" | "look" } | { kind: "ignore"; path: string };

interface DriftDialogProps {
  tagged: Tagged;
  status: DriftStatus;
  decision: Decision;
  /** Once a path is ignored: what was found by then still counts it. */
  onIgnored: () => void;
  onClose: () => void;
}

/** Does something about a finding, once its effects have been seen. */
export function DriftDialog({ tagged, status, decision, onIgnored, onClose }: DriftDialogProps) {
  const sayApplied = useAppliedToast();
  const { resource } = tagged;
  return (
    <PlanDialog
      {...wordsOf(decision, resource, status)}
      input={inputOf(decision, tagged)}
      canBePlanned
      onApplied={(id) => {
        sayApplied(id);
        if (decision.kind === "ignore" && isReady(resource.lifecycle_state)) onIgnored();
      }}
      onClose={onClose}
    />
  );
}

function wordsOf(decision: Decision, { name }: Resource, status: DriftStatus) {
  switch (decision.kind) {
    case "revert":
      return {
        title: `Revert the drift of ${name}`,
        description:
          status === "missing"
            ? "Its provider creates it again from what is declared. Data that was in it is not restored."
            : "What is declared is sent to its provider once more. That replaces what was changed outside Pragma.",
        action: "Revert",
      };
    case "accept":
      return {
        title: `Accept the drift of ${name}`,
        description: "What was found is declared from now on. The real thing stays as it is.",
        action: "Accept",
      };
    case "look":
      return {
        title: `Look at ${name} again`,
        description: "It is only observed: its provider reads it once more, and changes nothing.",
        action: "Look again",
      };
    case "ignore":
      return {
        title: `Ignore ${decision.path} of ${name}`,
        description: "Where only this differs, nothing is sent to its provider, and no drift is found.",
        action: "Ignore",
      };
  }
}

function inputOf(decision: Decision, { resource, etag }: Tagged): Pick<ChangeInput, "documents" | "drift" | "message"> {
  const key = resourceKey(resource);
  if (decision.kind !== "ignore") {
    const { kind } = decision;
    const message = `${kind === "look" ? "Look again at" : `${kind === "revert" ? "Revert" : "Accept"} the drift of`} ${key}`;
    return { drift: [{ resource: key, choice: kind === "accept" ? "accept" : "revert" }], message };
  }
  const before = resource.handling ?? DEFAULT_HANDLING;
  const handling = handlingWritten({ ...before, ignore: [...before.ignore, decision.path] });
  const ignoring = {
    documents: [{ ...asInput(resource), handling, lifecycle_state: "pending" as const }],
    if_match: { [key]: etag },
    message: `Ignore ${decision.path} of ${key}`,
  };
  return ignoring;
}

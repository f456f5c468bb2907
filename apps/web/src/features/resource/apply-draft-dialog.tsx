"use client";

import { resourceKey } from "@pragma/contract";
import { Undo2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";
import { asInput, hasStagedDraft } from "~/features/resource-elements/resource-facts.ts";
import type { Tagged } from "./resource-types.ts";
import type { ResourceMutations } from "./use-resource-mutations.ts";

export interface ApplyDraftDialogProps {
  tagged: Tagged;
  mutations: ResourceMutations;
  onClose: () => void;
}

/** Applies a draft, or discards it, once its effects have been seen. */
export function ApplyDraftDialog({ tagged: { resource, etag }, mutations, onClose }: ApplyDraftDialogProps) {
  const sayApplied = useAppliedToast();
  const key = resourceKey(resource);
  return (
    <PlanDialog
      title={`Apply ${resource.name}`}
      description={
        resource.provisioned
          ? "Applying the draft changes these resources."
          : "Applying it creates or updates these resources."
      }
      action="Apply"
      input={{
        documents: [{ ...asInput(resource), lifecycle_state: "pending" }],
        if_match: { [key]: etag },
        message: `Apply the draft of ${key}`,
      }}
      onApplied={sayApplied}
      onClose={onClose}
      alternative={
        hasStagedDraft(resource)
          ? (isCurrent) => (
              <Button
                variant="ghost"
                busy={mutations.busy === "discard"}
                disabled={!isCurrent}
                onClick={() => {
                  mutations.discard();
                  onClose();
                }}
              >
                <Undo2 aria-hidden /> Discard draft
              </Button>
            )
          : undefined
      }
    />
  );
}

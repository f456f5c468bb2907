"use client";

import { resourceKey } from "@pragma/contract";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";
import { asInput } from "./resource-facts.ts";
import type { Tagged } from "./resource-types.ts";

/** Applies a draft, once its effects have been seen. */
export function ApplyDraftDialog({ tagged: { resource, etag }, onClose }: { tagged: Tagged; onClose: () => void }) {
  const sayApplied = useAppliedToast();
  const key = resourceKey(resource);
  return (
    <PlanDialog
      title={`Apply ${resource.name}`}
      description={
        resource.provisioned
          ? "What the draft changes in what runs, and what follows from it."
          : "What is created, and what follows from it."
      }
      action="Apply"
      input={{
        documents: [{ ...asInput(resource), lifecycle_state: "pending" }],
        if_match: { [key]: etag },
        message: `Apply the draft of ${key}`,
      }}
      onApplied={sayApplied}
      onClose={onClose}
    />
  );
}

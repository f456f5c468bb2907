"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Field, Input, LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { DeletionModes } from "./deletion-modes.tsx";
import { DeletionPlanView } from "./deletion-plan-view.tsx";
import { DomainNotice } from "./domain-notice.tsx";
import type { Mode } from "./plan-words.ts";
import type { Tagged } from "./resource-types.ts";
import { useDeletionPlans } from "./use-deletion-plans.ts";
import { useSettle } from "./use-resource-deeds.ts";

/** Shows the effects of a deletion in advance; the name must be typed if more than this resource goes. */
export function DeleteDialog({ tagged: { resource, etag }, onClose }: { tagged: Tagged; onClose: () => void }) {
  const trpc = useTRPC();
  const settle = useSettle();
  const plans = useDeletionPlans(resource.id);
  const [mode, setMode] = useState<Mode>("refuse");
  const [orphan, setOrphan] = useState(false);
  const [typed, setTyped] = useState("");
  const plan = plans[mode].data;
  const remove = useMutation(
    trpc.resources.delete.mutationOptions({
      onSuccess: (left) => {
        toast.success(left ? `The deletion of ${resource.name} has begun` : `${resource.name} is deleted`);
        settle(left);
        onClose();
      },
      onError: () => settle(null),
    }),
  );
  const several = (plan?.member_count ?? 1) > 1;
  // A plan does not know about orphans: the server decides.
  const blocked = !plan || plan.under_way || (plan.obstacles.length > 0 && !orphan);
  const dependents = mode === "refuse" ? {} : { dependents: mode };
  const failed = plans[mode].error;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Delete ${resource.name}`}
      description={
        orphan
          ? "Pragma forgets it. The real object stays as it is."
          : "Its provider will delete the real object. This cannot be undone."
      }
      action={orphan ? "Forget" : "Delete"}
      danger
      busy={remove.isPending}
      disabled={blocked || (several && typed.trim() !== resource.name)}
      onConfirm={() => remove.mutate({ id: resource.id, ...dependents, orphan, ifMatch: etag })}
    >
      <div className="flex flex-col gap-4">
        <DeletionModes mode={mode} onMode={setMode} plans={plans} />
        {failed && !plan ? <CallError error={failed} onRetry={() => void plans[mode].refetch()} /> : null}
        {!failed && !plan ? <SkeletonRows rows={2} label="Looking up what would be deleted" /> : null}
        {plan ? <DeletionPlanView plan={plan} resourceId={resource.id} /> : null}
        <Advanced orphan={orphan} onOrphan={setOrphan} />
        {several ? (
          <Field label={<>Type “{resource.name}” to confirm</>}>
            {(control) => (
              <Input {...control} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
            )}
          </Field>
        ) : null}
        {remove.error ? <DomainNotice error={remove.error} /> : null}
      </div>
    </ConfirmDialog>
  );
}

function Advanced({ orphan, onOrphan }: { orphan: boolean; onOrphan: (orphan: boolean) => void }) {
  return (
    <details>
      <summary className="text-sm text-ink-soft">Advanced</summary>
      <LabelledCheckbox
        className="mt-2"
        label="Forget it without calling the provider"
        checked={orphan}
        onChange={(event) => onOrphan(event.target.checked)}
      />
      <Notice tone="warning" className="mt-2">
        For objects that are out of reach for good. The real object stays, with its costs and its data, and nothing
        manages it any more. The audit log records this.
      </Notice>
    </details>
  );
}

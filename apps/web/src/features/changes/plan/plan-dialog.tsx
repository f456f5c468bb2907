"use client";

import type { ChangeInput, MatchingDeletion, ResourceEditInput } from "@pragma/contract";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useTRPCClient } from "~/trpc/client.tsx";
import { OwnPlanView } from "./plan-view.tsx";
import { usePlanOf } from "./use-plan-of.ts";
import { useShownPlan } from "./use-shown-plan.ts";

/** What a deletion plans: resources by name, or all that match a filter. */
export type DeletionInput = Omit<ChangeInput, "apply" | "source"> | { matching: MatchingDeletion };

/** What is planned: documents and deletions, or one edit of many resources. */
type PlanInput = DeletionInput | ResourceEditInput;

export interface PlanDialogProps {
  title: string;
  description: string;
  /** What applying the plan is called: a verb, or a verb and its object. */
  action: string;
  danger?: boolean;
  /** What is planned; null as long as that is not known. */
  input: PlanInput | null;
  /** Has to be typed if the plan deletes more than one resource; it may name how many. */
  confirmation?: string | ((deleted: number) => string);
  /** With the id of the change. The dialog closes by itself. */
  onApplied: (id: string) => void;
  onClose: () => void;
  /**
   * Another way out than applying it or leaving things as they are.
   * @param isCurrent what is shown is the plan of what is asked for, so that this is about what was seen
   */
  alternative?: (isCurrent: boolean) => ReactNode;
  /** Options, above the plan that follows from them. */
  children?: ReactNode;
}

/** Shows the plan of what is about to be done, and applies it as one change. */
export function PlanDialog(props: PlanDialogProps) {
  const { title, description, action, danger = false, input, onApplied, onClose, children } = props;
  const client = useTRPCClient();
  const [typed, setTyped] = useState("");
  const own = usePlanOf(input === null ? null : JSON.stringify(input), async () => {
    if (input === null) return null;
    if ("matching" in input) return client.changes.planDeletion.mutate(input.matching);
    if ("resources" in input || "filter" in input) return client.changes.planEdit.mutate(input);
    return client.changes.plan.mutate({ ...input, source: { kind: "dashboard" } });
  });
  const onRun = (): void => {
    onClose();
    if (own.id !== null) onApplied(own.id);
  };
  const plan = useShownPlan(own.id, onRun, own);
  const counts = plan.change?.counts;
  const confirmation = confirmationOf(props, counts?.delete ?? 0);
  const isConfirmed = confirmation === null || typed.trim() === confirmation;
  const hasActions = counts !== undefined && counts.create + counts.update + counts.stage + counts.delete > 0;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open && plan.deeds.busy === null) onClose();
      }}
      className="max-w-3xl"
      title={title}
      description={description}
      action={action}
      alternative={props.alternative?.(!own.isPlanning)}
      danger={danger}
      busy={plan.deeds.busy === "apply"}
      disabled={own.isPlanning || !plan.canBeApplied || !isConfirmed || !hasActions}
      onConfirm={() => plan.deeds.apply()}
    >
      <div className="flex flex-col gap-4">
        {children}
        <OwnPlanView own={own} plan={plan} />
        {confirmation !== null ? (
          <Field label={<>Type “{confirmation}” to confirm</>}>
            {(control) => (
              <Input {...control} autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
            )}
          </Field>
        ) : null}
      </div>
    </ConfirmDialog>
  );
}

/** What has to be typed; null for nothing. */
function confirmationOf({ confirmation }: PlanDialogProps, deleted: number): string | null {
  if (confirmation === undefined || deleted < 2) return null;
  return typeof confirmation === "string" ? confirmation : confirmation(deleted);
}

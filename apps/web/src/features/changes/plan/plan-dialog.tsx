"use client";

import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { useTRPCClient } from "~/trpc/client.tsx";
import { useLeadToPlan } from "../use-lead-to-plan.ts";
import type { DeletionSubject } from "./deletion-words.ts";
import { ReviewView } from "./review-view.tsx";
import { SaveAsPlan } from "./save-as-plan.tsx";
import { type PreviewedInput, takePreview } from "./take-preview.ts";
import { doesAnything, useReview, whyNotApplied } from "./use-review.ts";

export interface PlanDialogProps {
  title: string;
  description: string;
  /** The button's label: a verb, or a verb and its object. */
  action: string;
  danger?: boolean;
  /** It is a deletion: what it is asked for. */
  deletes?: DeletionSubject;
  /** The input of the change; null as long as it is not known. */
  input: PreviewedInput | null;
  /** Has to be typed if it deletes more than one resource; it may name how many. */
  confirmation?: string | ((deleted: number) => string);
  /** It can be saved as a plan, too, for others to review: that leads to its page. */
  canBePlanned?: boolean;
  /** With the id of the change. The dialog closes by itself. */
  onApplied: (id: string) => void;
  onClose: () => void;
  /**
   * Another way out than applying it or leaving things as they are.
   * @param isCurrent what is shown is what is asked for, so that this is about what was seen
   */
  alternative?: (isCurrent: boolean) => ReactNode;
  /** Options, above what follows from them. */
  children?: ReactNode;
}

/** Shows what something would do, and does just that as one change. Whoever leaves it has left nothing behind. */
export function PlanDialog(props: PlanDialogProps) {
  const { title, description, action, danger = false, input, onApplied, onClose, children } = props;
  const client = useTRPCClient();
  const leadToPlan = useLeadToPlan();
  const canWrite = useCan("resources:write");
  const [typed, setTyped] = useState("");
  const shown = useReview(
    input === null ? null : JSON.stringify(input),
    async (leave) => input && takePreview(client, input, leave),
    (id, how) => {
      onClose();
      if (how === "apply") onApplied(id);
      else leadToPlan(id);
    },
  );
  const preview = shown.review?.preview;
  const counts = preview?.counts;
  const confirmation = confirmationOf(props, counts?.delete ?? 0);
  const isConfirmed = confirmation === null || typed.trim() === confirmation;
  const hasActions = preview !== undefined && doesAnything(preview);
  const whyNot = input === null ? "There is nothing to do yet." : whyNotApplied(shown);
  const reason = canWrite
    ? (whyNot ?? (isConfirmed ? null : "Type the words above first."))
    : "Your role can plan changes but not apply them.";
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open && shown.busy === null) onClose();
      }}
      className="max-w-3xl"
      title={title}
      description={description}
      action={action}
      alternative={props.canBePlanned ? <SaveAsPlan shown={shown} /> : props.alternative?.(!shown.isLoading)}
      danger={danger}
      busy={shown.busy === "apply"}
      disabled={!shown.canBeApplied || !isConfirmed || !hasActions || !canWrite}
      reason={reason}
      question={
        confirmation === null ? null : (
          <Field label={<>Type “{confirmation}” to confirm</>}>
            {(control) => (
              <Input {...control} autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
            )}
          </Field>
        )
      }
      onConfirm={() => shown.carryOut("apply")}
    >
      <div className="flex flex-col gap-4">
        {children}
        <ReviewView shown={shown} deletes={props.deletes} />
      </div>
    </ConfirmDialog>
  );
}

/** The text to type; null for none. */
function confirmationOf({ confirmation }: PlanDialogProps, deleted: number): string | null {
  if (confirmation === undefined || deleted < 2) return null;
  return typeof confirmation === "string" ? confirmation : confirmation(deleted);
}

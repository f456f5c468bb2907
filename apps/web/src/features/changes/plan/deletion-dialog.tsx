"use client";

import type { ChangeInput } from "@pragma/contract";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { IssuePlacesContext } from "../actions/issue-places.ts";
import type { DeletionSubject } from "./deletion-words.ts";
import { type DependentsChoice, DependentsField } from "./dependents-field.tsx";
import { PlanDialog } from "./plan-dialog.tsx";
import type { DeletionInput } from "./take-preview.ts";

export interface DeletionDialogProps {
  title: string;
  description: string;
  /** What goes, for a sentence that says what goes with it. */
  deletes: DeletionSubject;
  /** "Delete", if left out. */
  action?: string;
  /** What is deleted, given what becomes of its dependents; null as long as that is not known. */
  inputOf: (dependents: Pick<ChangeInput, "dependents">) => DeletionInput | null;
  /** Has to be typed if more than one resource goes; it may name how many. */
  confirmation: string | ((deleted: number) => string);
  /** Done besides, before the page of the change is shown. */
  onApplied?: () => void;
  onClose: () => void;
  /** What there is to say or choose besides. */
  children?: ReactNode;
}

/** The row of an action says already what its issues are about. */
const PLACES = { words: () => null };

/** Deletes resources as one change: shows what goes and in which order, and leads to the page where that is followed. */
export function DeletionDialog({ action = "Delete", inputOf, onApplied, children, ...dialog }: DeletionDialogProps) {
  const router = useRouter();
  const path = useOrganizationPath();
  const [choice, setChoice] = useState<DependentsChoice>("refuse");
  return (
    <IssuePlacesContext value={PLACES}>
      <PlanDialog
        {...dialog}
        action={action}
        danger
        input={inputOf(choice === "refuse" ? {} : { dependents: choice })}
        onApplied={(id) => {
          onApplied?.();
          router.push(path(changeHref(id)));
        }}
      >
        <DependentsField choice={choice} onChoice={setChoice} />
        {children}
      </PlanDialog>
    </IssuePlacesContext>
  );
}

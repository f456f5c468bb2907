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
  /** Subject of the deletion, for sentences about it. */
  deletes: DeletionSubject;
  /** "Delete", if left out. */
  action?: string;
  /** The input of the deletion, given how to treat dependents; null while it is not known. */
  inputOf: (dependents: Pick<ChangeInput, "dependents">) => DeletionInput | null;
  /** Has to be typed if more than one resource goes; it may name how many. */
  confirmation: string | ((deleted: number) => string);
  /** Done besides, before the page of the change is shown. */
  onApplied?: () => void;
  onClose: () => void;
  /** Further text or choices. */
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

"use client";

import type { ResourceEdit } from "@pragma/contract";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import type { BulkTarget } from "./bulk-target.ts";

export interface BulkEditProps {
  target: BulkTarget;
  title: string;
  description: string;
  action: string;
  /** The edit of each of them; null while nothing is asked for. */
  edit: Omit<ResourceEdit, "message"> | null;
  message: string;
  onClose: () => void;
  children?: ReactNode;
}

/** The same edit of the selected resources: shows its plan, and leads to the page of the change. */
export function BulkEdit({ target, edit, message, ...dialog }: BulkEditProps) {
  const router = useRouter();
  const path = useOrganizationPath();
  return (
    <PlanDialog
      {...dialog}
      input={edit && { ...target.selection, message, ...edit }}
      onApplied={(id) => router.push(path(changeHref(id)))}
    />
  );
}

"use client";

import type { ResourceEditInput } from "@pragma/contract";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";

export interface BulkEditProps {
  keys: readonly string[];
  title: string;
  description: string;
  action: string;
  /** What is changed in each of them; null while nothing is asked for. */
  edit: Omit<ResourceEditInput, "resources" | "message"> | null;
  message: string;
  onClose: () => void;
  children?: ReactNode;
}

/** The same edit of the selected resources: shows its plan, and leads to the page of the change. */
export function BulkEdit({ keys, edit, message, ...dialog }: BulkEditProps) {
  const router = useRouter();
  const path = useOrganizationPath();
  // Selected resources may vanish while the dialog is open: it applies to the original selection.
  const [resources] = useState(() => [...keys]);
  return (
    <PlanDialog
      {...dialog}
      input={edit && { resources, message, ...edit }}
      onApplied={(id) => router.push(path(changeHref(id)))}
    />
  );
}

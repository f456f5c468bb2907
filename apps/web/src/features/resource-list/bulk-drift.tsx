"use client";

import type { DriftChoice } from "@pragma/contract";
import { useRouter } from "next/navigation";
import { PlanDialog } from "~/features/changes/plan/plan-dialog.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import type { BulkTargets } from "./bulk-target.ts";
import { countWords } from "./count-words.ts";

interface BulkDriftProps {
  targets: BulkTargets;
  choice: DriftChoice;
  onClose: () => void;
}

const WORDS: Record<DriftChoice, { verb: string; description: string }> = {
  revert: {
    verb: "Revert",
    description:
      "What is declared is sent to their providers once more. That replaces what was changed outside Pragma, and creates again what is missing.",
  },
  accept: {
    verb: "Accept",
    description: "What was found is declared from now on. The real things stay as they are.",
  },
};

/** Reverts or accepts the drift of the selected resources as one change, which its page then shows. */
export function BulkDrift({ targets: { drifted, missing }, choice, onClose }: BulkDriftProps) {
  const router = useRouter();
  const path = useOrganizationPath();
  const { verb, description } = WORDS[choice];
  // Nothing can be declared of what is missing.
  const decided = (choice === "revert" ? [drifted, missing] : [drifted]).filter(({ count }) => count > 0);
  const count = decided.reduce((sum, target) => sum + target.count, 0);
  const title = `${verb} the drift of ${countWords(count, "resource")}`;
  return (
    <PlanDialog
      title={title}
      description={description}
      action={verb}
      input={{ driftOf: { choice, selections: decided.map(({ selection }) => selection), message: title } }}
      canBePlanned
      onApplied={(id) => router.push(path(changeHref(id)))}
      onClose={onClose}
    />
  );
}

"use client";

import { BulkEdit } from "./bulk-edit.tsx";
import type { BulkTarget } from "./bulk-target.ts";
import { countWords } from "./count-words.ts";

/** Applies the selected drafts as one change. */
export function BulkDrafts({ target, onClose }: { target: BulkTarget; onClose: () => void }) {
  const title = `Apply ${countWords(target.count, "draft")}`;
  return (
    <BulkEdit
      target={target}
      title={title}
      description="Applying the drafts changes these resources."
      action="Apply"
      edit={{ apply_drafts: true }}
      message={title}
      onClose={onClose}
    />
  );
}

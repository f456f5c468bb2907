"use client";

import { useState } from "react";
import { BulkEdit } from "./bulk-edit.tsx";
import { countWords } from "./count-words.ts";

/** Applies the selected drafts as one change. */
export function BulkDrafts({ keys, onClose }: { keys: readonly string[]; onClose: () => void }) {
  const [count] = useState(keys.length);
  const title = `Apply ${countWords(count, "draft")}`;
  return (
    <BulkEdit
      keys={keys}
      title={title}
      description="What the drafts change in what runs, and what follows from it."
      action="Apply"
      edit={{ apply_drafts: true }}
      message={title}
      onClose={onClose}
    />
  );
}

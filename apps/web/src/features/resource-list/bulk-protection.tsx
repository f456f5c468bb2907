"use client";

import { BulkEdit } from "./bulk-edit.tsx";
import type { BulkTarget } from "./bulk-target.ts";
import { countWords } from "./count-words.ts";

interface BulkProtectionProps {
  target: BulkTarget;
  protect: boolean;
  onClose: () => void;
}

/** Protects the selected resources from deletion, or no longer. */
export function BulkProtection({ target, protect, onClose }: BulkProtectionProps) {
  const resources = countWords(target.count, "resource");
  const title = protect ? `Protect ${resources}` : `Lift the protection of ${resources}`;
  return (
    <BulkEdit
      target={target}
      title={title}
      description={protect ? "They cannot be deleted until the protection is lifted." : "They can be deleted."}
      action={protect ? "Protect" : "Lift protection"}
      edit={{ deletion_protected: protect }}
      message={title}
      onClose={onClose}
    />
  );
}

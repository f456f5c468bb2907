"use client";

import { useState } from "react";
import { BulkEdit } from "./bulk-edit.tsx";
import { countWords } from "./count-words.ts";

interface BulkProtectionProps {
  keys: readonly string[];
  protect: boolean;
  onClose: () => void;
}

/** Protects the selected resources from deletion, or no longer. */
export function BulkProtection({ keys, protect, onClose }: BulkProtectionProps) {
  const [count] = useState(keys.length);
  const resources = countWords(count, "resource");
  const title = protect ? `Protect ${resources}` : `Lift the protection of ${resources}`;
  return (
    <BulkEdit
      keys={keys}
      title={title}
      description={
        protect
          ? "They cannot be deleted until the protection is lifted. A failed resource is tried again."
          : "They can be deleted. A failed resource is tried again."
      }
      action={protect ? "Protect" : "Lift protection"}
      edit={{ deletion_protected: protect }}
      message={title}
      onClose={onClose}
    />
  );
}

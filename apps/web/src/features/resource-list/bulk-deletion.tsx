"use client";

import { useState } from "react";
import { DeletionDialog } from "~/features/changes/plan/deletion-dialog.tsx";

/** Deletes the selected resources as one change. */
export function BulkDeletion({ keys, onClose }: { keys: readonly string[]; onClose: () => void }) {
  // Selected resources may vanish while the dialog is open: it applies to the original selection.
  const [meant] = useState(keys);
  const words = meant.length === 1 ? "Delete this resource" : `Delete ${meant.length.toLocaleString("en")} resources`;
  return (
    <DeletionDialog
      title={words}
      description="Their providers will delete the real objects, in order, and with each resource those that it owns. This cannot be undone."
      confirmation={`delete ${meant.length}`}
      inputOf={(dependents) => ({
        delete: meant.map((resource) => ({ resource, ...dependents })),
        message: meant.length === 1 ? `Delete ${meant[0]}` : words,
      })}
      onClose={onClose}
    />
  );
}

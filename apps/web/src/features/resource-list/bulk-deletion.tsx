"use client";

import { useSearchParams } from "next/navigation";
import { DeletionDialog } from "~/features/changes/plan/deletion-dialog.tsx";
import type { BulkTarget } from "./bulk-target.ts";

/** Deletes the selected resources, or all that match, as one change. */
export function BulkDeletion({ target: { selection, count }, onClose }: { target: BulkTarget; onClose: () => void }) {
  const { resources, filter } = selection;
  const filters = useSearchParams().toString();
  const words = count === 1 ? "Delete this resource" : `Delete ${count.toLocaleString("en")} resources`;
  const message = resources?.length === 1 ? `Delete ${resources[0]}` : words;
  return (
    <DeletionDialog
      title={words}
      description="Their providers will delete the real objects, in order, and with each resource those that it owns. This cannot be undone."
      deletes={{
        words: resources?.length === 1 ? String(resources[0]) : null,
        count,
        // The list shows all that match, also those that the dialog has no room for.
        ...(filter ? { moreHref: `/resources?${filters}` } : {}),
      }}
      confirmation={(deleted) => `delete ${deleted}`}
      inputOf={(dependents) =>
        filter
          ? { matching: { filter, ...dependents, message } }
          : { delete: resources.map((resource) => ({ resource, ...dependents })), message }
      }
      onClose={onClose}
    />
  );
}

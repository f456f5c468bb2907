"use client";

import { resourceKey } from "@pragma/contract";
import { useState } from "react";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { DeletionDialog } from "~/features/changes/plan/deletion-dialog.tsx";
import { questionHref } from "~/lib/hrefs.ts";
import type { Tagged } from "./resource-types.ts";

/** Shows the effects of a deletion in advance; the name must be typed if more than this resource goes. */
export function DeleteDialog({ tagged: { resource }, onClose }: { tagged: Tagged; onClose: () => void }) {
  const [orphan, setOrphan] = useState(false);
  const key = resourceKey(resource);
  return (
    <DeletionDialog
      title={`Delete ${resource.name}`}
      description={
        orphan
          ? "Pragma forgets it. The real object stays as it is."
          : "Its provider will delete the real object. This cannot be undone."
      }
      deletes={{ words: resource.name, count: 1, isForgotten: orphan, moreHref: questionHref("blast", key) }}
      action={orphan ? "Forget" : "Delete"}
      confirmation={resource.name}
      inputOf={(dependents) => ({
        delete: [{ resource: key, ...dependents, ...(orphan ? { orphan } : {}) }],
        message: `${orphan ? "Forget" : "Delete"} ${key}`,
      })}
      onClose={onClose}
    >
      <Advanced orphan={orphan} onOrphan={setOrphan} />
    </DeletionDialog>
  );
}

function Advanced({ orphan, onOrphan }: { orphan: boolean; onOrphan: (orphan: boolean) => void }) {
  return (
    <details>
      <summary className="text-sm text-ink-soft">Advanced</summary>
      <LabelledCheckbox
        className="mt-2"
        label="Forget it without calling the provider"
        checked={orphan}
        onChange={(event) => onOrphan(event.target.checked)}
      />
      <Notice tone="warning" className="mt-2">
        For objects that are out of reach for good. The real object stays, with its costs and its data, and nothing
        manages it any more. The audit log records this.
      </Notice>
    </details>
  );
}

"use client";

import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { ResourceLink } from "~/features/resource/resource-link.tsx";
import type { BulkResult } from "./run-bulk.ts";

export interface BulkSummaryProps {
  results: readonly BulkResult[];
  onClose: () => void;
}

/** The outcome of retrying many, with the reasons for refusals. */
export function BulkSummary({ results, onClose }: BulkSummaryProps) {
  const refused = results.filter(({ error }) => error !== undefined);
  const retried = results.length - refused.length;
  const parts = [
    ...(retried > 0 ? [`${retried} retried`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Retry failed"
      description={`${parts.join(", ")}.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      {refused.length > 0 ? (
        <ul aria-label="Refused" className="flex flex-col gap-3">
          {refused.map(({ key, error }) => (
            <li key={key}>
              <ResourceLink resourceKey={key} />
              <p className="text-sm text-danger-text [overflow-wrap:anywhere]">{error}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}

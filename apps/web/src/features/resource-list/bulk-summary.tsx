"use client";

import type { RouterOutputs } from "@pragma/trpc";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { retriedWords } from "~/features/resource-elements/retried-words.ts";
import { errorMessage } from "~/trpc/error-message.ts";

export interface BulkSummaryProps {
  /** Null if the call failed as a whole. */
  result: RouterOutputs["resources"]["retryFailed"] | null;
  error: unknown;
  onClose: () => void;
}

/** The outcome of retrying many, with the reasons for refusals. */
export function BulkSummary({ result, error, onClose }: BulkSummaryProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Retry failed"
      description={result ? retriedWords(result) : errorMessage(error)}
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      {result && result.refused.length > 0 ? (
        <ul aria-label="Refused" className="flex flex-col gap-3">
          {result.refused.map(({ key, message }) => (
            <li key={key}>
              <ResourceLink resourceKey={key} />
              <p className="text-sm text-danger-text [overflow-wrap:anywhere]">{message}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}

"use client";

import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { ResourceLink } from "~/features/resource/resource-link.tsx";
import type { BulkResult } from "./run-bulk.ts";

const WORDS: Record<string, (count: number) => string> = {
  retried: (count) => `${count} retried`,
  going: (count) => `${count} being deleted`,
  gone: (count) => `${count} deleted`,
};

export interface BulkSummaryProps {
  title: string;
  results: readonly BulkResult<string>[];
  onClose: () => void;
}

/** The outcome of a bulk action, with the reasons for refusals. */
export function BulkSummary({ title, results, onClose }: BulkSummaryProps) {
  const refused = results.filter(({ error }) => error !== undefined);
  const counts = Map.groupBy(
    results.filter(({ outcome }) => outcome !== undefined),
    ({ outcome }) => outcome ?? "",
  );
  const parts = [...counts].map(([outcome, { length }]) => WORDS[outcome]?.(length) ?? `${length} ${outcome}`);
  if (refused.length > 0) parts.push(`${refused.length} refused`);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
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

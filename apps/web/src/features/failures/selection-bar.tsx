"use client";

import { RotateCcw, Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** Actions for the selected failures. */
export function SelectionBar(props: {
  selected: number;
  /** Why the last retry could not be started. */
  error: string | null;
  onRetry: () => void;
  onDelete: () => void;
  onClear: () => void;
}) {
  const { selected, error, onRetry, onDelete, onClear } = props;
  return (
    <>
      {error === null ? null : (
        <Notice tone="danger" className="mb-3">
          {error}
        </Notice>
      )}
      {selected > 0 ? (
        <section
          aria-label="Selection"
          className="sticky top-16 z-20 mb-3 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-accent-soft px-3 py-2"
        >
          <span role="status" className="mr-auto text-sm font-medium text-accent-text">
            {selected} selected
          </span>
          <Button size="small" onClick={onRetry}>
            <RotateCcw aria-hidden /> Retry selected
          </Button>
          <Button size="small" onClick={onDelete}>
            <Trash2 aria-hidden /> Delete selected…
          </Button>
          <Button size="small" variant="ghost" onClick={onClear}>
            Clear selection
          </Button>
        </section>
      ) : null}
    </>
  );
}

"use client";

import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { PathList } from "./path-list.tsx";
import type { Reference } from "./reference.ts";
import { ResourceSearch } from "./resource-search.tsx";

/** Picks the target of a reference: a resource, then a part of it. */
export function ReferencePicker({
  label,
  start,
  onPick,
  onClose,
}: {
  /** Of the field. */
  label: string;
  start: Reference | null;
  onPick: (reference: Reference) => void;
  onClose: () => void;
}) {
  const [key, setKey] = useState<string | null>(start?.key ?? null);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={key === null ? `Reference for ${label}` : "Which value"}
      description={
        key === null ? (
          "The field takes its value from another resource, and updates with it."
        ) : (
          <span className="break-all font-mono text-[0.8125rem]">{key}</span>
        )
      }
      className="max-w-xl"
    >
      {key === null ? (
        <ResourceSearch onPick={setKey} />
      ) : (
        <>
          <PathList resourceKey={key} current={start?.key === key ? start.field : undefined} onPick={onPick} />
          <Button size="small" variant="ghost" className="mt-2" onClick={() => setKey(null)}>
            <ArrowLeft aria-hidden /> Another resource
          </Button>
        </>
      )}
    </Dialog>
  );
}

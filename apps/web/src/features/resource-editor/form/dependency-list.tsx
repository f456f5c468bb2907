"use client";

import type { Path } from "@pragma/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { fieldId } from "../manifest/problem.ts";
import { ResourceSearch } from "../references/resource-search.tsx";

/** A list of resources by key. */
export function DependencyList({
  path,
  label,
  hint,
  action,
  keys,
  error,
  onChange,
}: {
  path: Path;
  label: string;
  hint: string;
  /** Null where nothing can be added. */
  action: string | null;
  keys: readonly string[];
  error: string | null;
  onChange: (keys: string[]) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = fieldId(path);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset with a legend cannot be laid out like the other fields
    <div role="group" aria-labelledby={`${id}-label`} className="flex flex-col gap-1.5">
      <span id={`${id}-label`} className="text-sm font-medium text-ink">
        {label}
      </span>
      <span className="text-dense text-ink-faint">{hint}</span>
      {keys.length > 0 ? (
        <ul className="flex flex-col gap-1">
          {keys.map((key) => (
            <li key={key} className="flex items-center gap-1">
              <span className="min-w-0 flex-1 break-all font-mono text-dense text-ink">{key}</span>
              <Button
                size="smallIcon"
                variant="ghost"
                aria-label={`Remove ${key}`}
                onClick={() => onChange(keys.filter((other) => other !== key))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? (
        <p role="alert" className="text-dense text-danger-text">
          {error}
        </p>
      ) : null}
      {action === null ? null : (
        <>
          <div>
            <Button id={id} size="small" onClick={() => setOpen(true)}>
              <Plus aria-hidden /> {action}…
            </Button>
          </div>
          <Dialog open={open} onOpenChange={setOpen} title={action} className="max-w-xl">
            <ResourceSearch
              onPick={(key) => {
                if (!keys.includes(key)) onChange([...keys, key]);
                setOpen(false);
              }}
            />
          </Dialog>
        </>
      )}
    </div>
  );
}

"use client";

import type { Path } from "@pragma/contract";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { fieldId } from "../manifest/problem.ts";

/** A collapsible group of fields. */
export function Group({
  path,
  label,
  about,
  required,
  error,
  actions,
  children,
}: {
  path: Path;
  label: string;
  about?: ReactNode;
  required?: boolean;
  error?: string | null;
  /** Buttons that concern the whole group. */
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const id = fieldId(path);
  return (
    <details open className="group rounded-md border border-line">
      <summary
        id={id}
        className="flex min-h-9 list-none items-center gap-1.5 rounded-md px-3 py-1.5 hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        <ChevronRight
          className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
          aria-hidden
        />
        <span className="font-mono text-dense font-medium text-ink">{label}</span>
        {required ? (
          <span aria-hidden className="text-danger-text">
            *
          </span>
        ) : null}
      </summary>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would repeat the summary */}
      <div role="group" aria-labelledby={id} className="flex flex-col gap-4 border-t border-line px-3 py-3">
        {about ? <p className="text-dense text-ink-faint">{about}</p> : null}
        {error ? (
          <p role="alert" className="text-dense text-danger-text">
            {error}
          </p>
        ) : null}
        {children}
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </details>
  );
}

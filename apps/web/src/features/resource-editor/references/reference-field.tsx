"use client";

import { Link2, Pencil, X } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { LockedLine } from "../form-context/locked-line.tsx";
import { fieldId } from "../manifest/problem.ts";
import type { Reference } from "./reference.ts";
import { ReferencePicker } from "./reference-picker.tsx";

/** A value that is a reference, with buttons to change or remove it. */
export function ReferenceField({
  path,
  label,
  model,
  required,
  locked,
  bare = false,
  onChange,
  reference,
}: ValueFieldProps & { reference: Reference }) {
  const { errorBelow, focusField } = useFormState();
  const [isPicking, setPicking] = useState(false);
  const close = (isAbandoned: boolean): void => {
    setPicking(false);
    if (!isAbandoned) focusField(path);
  };
  const id = fieldId(path);
  const error = errorBelow(path);
  const saysLocked = locked && !bare;
  const describedBy = [saysLocked && `${id}-locked`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset with a legend cannot be laid out like the other fields
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy === "" ? undefined : describedBy}
      className="flex flex-col gap-1.5"
    >
      <span id={`${id}-label`} className={bare ? "sr-only" : "font-mono text-dense font-medium text-ink"}>
        {label}
        {required ? (
          <span aria-hidden className="ml-0.5 text-danger-text">
            *
          </span>
        ) : null}
      </span>
      {model.description && !bare ? <p className="text-dense text-ink-faint">{model.description}</p> : null}
      {saysLocked ? (
        <p id={`${id}-locked`} className="text-dense text-ink-faint">
          <LockedLine />
        </p>
      ) : null}
      {isPicking ? (
        <ReferencePicker
          label={label}
          path={path}
          model={model}
          start={`${reference.key}${reference.field === null ? "" : `.${reference.field}`}`}
          onPick={(next, isElsewhere) => {
            onChange(next);
            close(isElsewhere);
          }}
          onClose={close}
        />
      ) : null}
      <div className={cn("min-h-9 flex-wrap items-center gap-1.5", isPicking ? "hidden" : "flex")}>
        <span className="inline-flex min-h-7 min-w-0 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-3 py-0.5 font-mono text-dense text-accent-text">
          <Link2 className="size-3.5 shrink-0" aria-hidden />
          <span className="min-w-0 break-all">
            <Link href={resourceHref(reference.key)} target="_blank" className="underline underline-offset-2">
              {reference.key}
              <span className="sr-only"> (in a new tab)</span>
            </Link>
            {reference.field === null ? " (whole resource)" : `.${reference.field}`}
          </span>
        </span>
        {locked ? null : (
          <>
            <Button
              id={id}
              size="smallIcon"
              variant="ghost"
              aria-label={`Edit the reference of ${label}`}
              onClick={() => setPicking(true)}
            >
              <Pencil aria-hidden />
            </Button>
            <Button
              size="smallIcon"
              variant="ghost"
              aria-label={`Remove the reference of ${label}`}
              onClick={() => {
                onChange(undefined);
                focusField(path);
              }}
            >
              <X aria-hidden />
            </Button>
          </>
        )}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-dense text-danger-text">
          {error}
        </p>
      ) : null}
    </div>
  );
}

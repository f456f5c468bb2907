"use client";

import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Field, type FieldControl } from "~/components/ui/field.tsx";
import { fieldId } from "../manifest/problem.ts";
import { ReferenceButton } from "../references/reference-button.tsx";
import { ruleWords } from "../schema/type-words.ts";
import type { ValueFieldProps } from "./field-props.ts";
import { useFormState } from "./form-context.tsx";

/** The frame of a value's control: label, hint, error, and a button to use a reference instead. */
export function ValueField({
  path,
  label,
  model,
  value,
  required,
  locked,
  onChange,
  hint,
  error,
  onReference,
  children,
}: ValueFieldProps & {
  /** In addition to what the schema says. */
  hint?: ReactNode;
  /** Instead of the server's error. */
  error?: string | null;
  /** What to do with a reference; by default it replaces the value. */
  onReference?: (text: string) => void;
  children: (control: FieldControl) => ReactNode;
}) {
  const { errorAt } = useFormState();
  const rules = ruleWords(model).filter((word) => !(locked && word === "cannot change after creation"));
  const about = hintWords(model.description, rules);
  return (
    <Field
      id={fieldId(path)}
      label={<span className="font-mono text-[0.8125rem]">{label}</span>}
      required={required}
      error={error ?? errorAt(path)}
      hint={
        about !== "" || locked || hint ? (
          <>
            {about}
            {hint ? <span className="block">{hint}</span> : null}
            {locked ? (
              <span className="flex items-center gap-1">
                <Lock className="size-3" aria-hidden /> It cannot change after creation.
              </span>
            ) : null}
          </>
        ) : null
      }
    >
      {(control) => (
        <div className="flex items-start gap-2">
          {/* Whether it is required is said by the server: the browser would not let half a draft pass. */}
          <div className="min-w-0 flex-1">{children({ ...control, required: undefined })}</div>
          {locked ? null : (
            <ReferenceButton
              label={label}
              value={value}
              onPick={onChange}
              {...(onReference ? { onInsert: onReference } : {})}
            />
          )}
        </div>
      )}
    </Field>
  );
}

function hintWords(description: string | null, rules: readonly string[]): string {
  const ruled = rules.join(", ");
  if (description === null) return ruled.charAt(0).toUpperCase() + ruled.slice(1);
  return ruled === "" ? description : `${description} (${ruled})`;
}

"use client";

import type { Json } from "@pragma/contract";
import { referencePrefix } from "@pragma/language";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, type FieldControl } from "~/components/ui/field.tsx";
import { Examples } from "~/features/schema-docs/examples.tsx";
import { cn } from "~/lib/class-names.ts";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { LockedLine } from "../form-context/locked-line.tsx";
import { fieldId } from "../manifest/problem.ts";
import { ReferenceButton } from "../references/reference-button.tsx";
import { ReferencePicker } from "../references/reference-picker.tsx";
import { ruleWords } from "../schema/type-words.ts";

/** The frame of a value's control: label, hint, error, and a button to use a reference instead. */
export function ValueField({
  path,
  label,
  model,
  value,
  required,
  locked,
  bare = false,
  onRemove,
  onChange,
  hint,
  error,
  onInsert,
  children,
}: ValueFieldProps & {
  /** In addition to what the schema says. */
  hint?: ReactNode;
  /** Instead of the server's error. */
  error?: string | null;
  /** Puts a reference into the text, in place of some characters before the cursor; by default it replaces the value. */
  onInsert?: (reference: string, replaced: number) => void;
  children: (control: FieldControl) => ReactNode;
}) {
  const { errorAt, stringReferences, focusField } = useFormState();
  /** A reference is looked for, to stand in place of some characters before the cursor. */
  const [picking, setPicking] = useState<{ replaced: number } | null>(null);
  const close = (isAbandoned: boolean): void => {
    setPicking(null);
    if (!isAbandoned) focusField(path);
  };
  const pick = (reference: Json, isElsewhere: boolean): void => {
    const isInText = typeof value === "string" && value !== "" && value !== OPENING && typeof reference === "string";
    if (isInText && onInsert) onInsert(reference, picking?.replaced ?? 0);
    else onChange(reference);
    close(isElsewhere);
  };
  const rules = ruleWords(model).filter((word) => !(locked && word === "cannot change after creation"));
  const about = hintWords(model.description, rules);
  // Nobody is to take a secret that everybody knows.
  const examples = model.sensitive ? [] : model.examples;
  return (
    <Field
      id={fieldId(path)}
      label={<span className="font-mono text-dense">{label}</span>}
      labelHidden={bare}
      required={required}
      error={error ?? errorAt(path)}
      hint={
        !bare && (about !== "" || locked || hint || examples.length > 0) ? (
          <>
            {about}
            {hint ? <span className="block">{hint}</span> : null}
            {examples.length > 0 ? (
              <Examples label={label} examples={examples} onPick={locked ? null : onChange} />
            ) : null}
            {locked ? <LockedLine /> : null}
          </>
        ) : null
      }
    >
      {(control) => (
        <div className="flex items-start gap-2">
          {/* Whether it is required is said by the server: the browser would not let half a draft pass. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens to what is typed in the control inside */}
          <div
            className={cn("min-w-0 flex-1", picking && "hidden")}
            onInput={({ target }) => {
              const typed = locked ? null : typedOpening(target, stringReferences);
              if (typed !== null && (onInsert || typed === OPENING)) setPicking({ replaced: OPENING.length });
            }}
            onKeyDown={(event) => {
              if (locked || event.key !== " " || !event.ctrlKey) return;
              event.preventDefault();
              setPicking({ replaced: 0 });
            }}
          >
            {children({ ...control, required: undefined })}
          </div>
          {picking ? (
            <div className="min-w-0 flex-1">
              <ReferencePicker label={label} path={path} model={model} onPick={pick} onClose={close} />
            </div>
          ) : null}
          {locked || picking ? null : <ReferenceButton label={label} onClick={() => setPicking({ replaced: 0 })} />}
          {onRemove ? (
            <Button size="icon" variant="ghost" aria-label={`Remove ${label}`} title="Remove" onClick={onRemove}>
              <X aria-hidden />
            </Button>
          ) : null}
        </div>
      )}
    </Field>
  );
}

const OPENING = "${";

/** The text of a control in which a reference was just begun; null otherwise. */
function typedOpening(target: EventTarget, stringReferences: boolean): string | null {
  const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (!stringReferences || !isText || target.selectionStart === null) return null;
  const prefix = referencePrefix(target.value.slice(0, target.selectionStart));
  return prefix?.kind === "resource" && prefix.typed === "" ? target.value : null;
}

function hintWords(description: string | null, rules: readonly string[]): string {
  const ruled = rules.join(", ");
  if (description === null) return ruled.charAt(0).toUpperCase() + ruled.slice(1);
  return ruled === "" ? description : `${description} (${ruled})`;
}

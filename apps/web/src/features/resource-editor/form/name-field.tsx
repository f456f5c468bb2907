"use client";

import { Field, Input } from "~/components/ui/field.tsx";
import { fieldId } from "../manifest/problem.ts";

/** The resource's name, which is fixed once it exists. */
export function NameField({
  name,
  isNew,
  error,
  onChange,
}: {
  name: string;
  isNew: boolean;
  error: string | null;
  onChange: (name: string) => void;
}) {
  return (
    <Field
      id={fieldId(["name"])}
      label="Name"
      required
      error={error}
      hint={isNew ? "Unique within its type. It cannot change later." : "It cannot change."}
    >
      {(control) => (
        <Input
          {...control}
          required={undefined}
          readOnly={!isNew}
          value={name}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-dense"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

"use client";

import type { Json, Path } from "@pragma/contract";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import type { FieldModel } from "../schema/field-model.ts";
import { isObject, type Schema } from "../schema/json-schema.ts";
import { stepInto } from "../schema/schemas-at.ts";
import { startingValue } from "../schema/starting-value.ts";
import { useFormState } from "./form-context.tsx";
import { KeyForm } from "./key-form.tsx";

/** The entries of a record: each value with its key, which can be renamed or removed, and a line to add another. */
export function RecordEntries({
  path,
  label,
  model,
  value,
  locked,
  omit = [],
}: {
  path: Path;
  label: string;
  model: FieldModel;
  value: Json | undefined;
  locked: boolean;
  /** Keys that are drawn elsewhere. */
  omit?: readonly string[];
}) {
  const { root, edit, FieldNode } = useFormState();
  const [renamed, setRenamed] = useState<string | null>(null);
  const members = isObject(value) ? value : {};
  const keys = Object.keys(members);
  const schemaOf = (key: string): Schema => stepInto(model.flat, key)[0] ?? true;
  const rename = (from: string, to: string): void => {
    const entries = Object.entries(members).map(([key, item]) => [key === from ? to : key, item]);
    edit(path, Object.fromEntries(entries));
    setRenamed(null);
  };
  const shown = keys.filter((key) => !omit.includes(key));
  return (
    <>
      {shown.map((key) => (
        <div key={key} className="flex flex-col gap-2">
          <FieldNode
            path={[...path, key]}
            label={key}
            schema={schemaOf(key)}
            value={members[key]}
            required={false}
            locked={locked}
            entry
          />
          {locked ? null : (
            <div className="flex flex-wrap gap-1">
              <Button size="small" variant="ghost" onClick={() => setRenamed(renamed === key ? null : key)}>
                <Pencil aria-hidden /> Rename <span className="sr-only">{key}</span>
              </Button>
              <Button size="small" variant="ghost" onClick={() => edit([...path, key], undefined)}>
                <Trash2 aria-hidden /> Remove <span className="sr-only">{key}</span>
              </Button>
            </div>
          )}
          {renamed === key ? (
            <KeyForm
              label={`New name of ${key}`}
              action="Rename"
              start={key}
              taken={keys.filter((other) => other !== key)}
              onSubmit={(next) => rename(key, next)}
            />
          ) : null}
        </div>
      ))}
      {locked ? null : (
        <KeyForm
          label={`New key of ${label}`}
          action="Add key"
          start=""
          taken={keys}
          onSubmit={(key) => edit([...path, key], startingValue(root, schemaOf(key)))}
        />
      )}
    </>
  );
}

"use client";

import type { Json, Path } from "@pragma/contract";
import { describedBelow, isJsonObject, type Schema } from "@pragma/language";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "~/components/ui/button.tsx";
import { fieldId, newKeyPath, pathKey } from "../manifest/problem.ts";
import type { FieldModel } from "../schema/field-model.ts";
import { startingValue } from "../schema/starting-value.ts";
import { useFormState } from "./form-context.tsx";
import { goToField } from "./go-to-field.ts";
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
  const { root, edit, errorAt, unadded, setUnadded, FieldNode } = useFormState();
  const [renamed, setRenamed] = useState<{ from: string; to: string } | null>(null);
  const members = isJsonObject(value) ? value : {};
  const keys = Object.keys(members);
  const schemaOf = (key: string): Schema => describedBelow(model.flat, key)[0] ?? true;
  const rename = (from: string, to: string): void => {
    const entries = Object.entries(members).map(([key, item]) => [key === from ? to : key, item]);
    flushSync(() => {
      edit(path, Object.fromEntries(entries));
      setRenamed(null);
    });
    goToField([...path, to]);
  };
  const add = (key: string): void => {
    flushSync(() => {
      edit([...path, key], startingValue(root, schemaOf(key)));
      setUnadded(path, null);
    });
    // The key is named to give it a value.
    goToField([...path, key]);
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
              <Button
                size="small"
                variant="ghost"
                onClick={() => setRenamed(renamed?.from === key ? null : { from: key, to: key })}
              >
                <Pencil aria-hidden /> Rename <span className="sr-only">{key}</span>
              </Button>
              <Button size="small" variant="ghost" onClick={() => edit([...path, key], undefined)}>
                <Trash2 aria-hidden /> Remove <span className="sr-only">{key}</span>
              </Button>
            </div>
          )}
          {renamed?.from === key ? (
            <KeyForm
              label={`New name of ${key}`}
              action="Rename"
              value={renamed.to}
              onChange={(to) => setRenamed({ from: key, to })}
              taken={keys.filter((other) => other !== key)}
              onSubmit={(next) => rename(key, next)}
            />
          ) : null}
        </div>
      ))}
      {locked ? null : (
        <KeyForm
          id={fieldId(newKeyPath(path))}
          label={`New key of ${label}`}
          action="Add key"
          value={unadded.get(pathKey(path)) ?? ""}
          taken={keys}
          error={errorAt(newKeyPath(path))}
          onChange={(key) => setUnadded(path, key === "" ? null : key)}
          onSubmit={add}
        />
      )}
    </>
  );
}

"use client";

import type { Json, Path } from "@pragma/contract";
import { describedBelow, getPath, isJsonObject, type Schema } from "@pragma/language";
import { flushSync } from "react-dom";
import { useFormState } from "../form-context/form-context.tsx";
import type { FieldModel } from "../schema/field-model.ts";
import { startingValue } from "../schema/starting-value.ts";
import { goToField } from "./go-to-field.ts";
import { NewKeyRow } from "./new-key-row.tsx";
import { RecordRow } from "./record-row.tsx";
import { renameKey } from "./rename-key.ts";

/** The entries of a record as a table: keys, which can be renamed, beside their values, and a row to add another. */
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
  const { root, stored, edit, remove, setUnadded } = useFormState();
  const members = isJsonObject(value) ? value : {};
  const keys = Object.keys(members);
  const schemaOf = (key: string): Schema => describedBelow(model.flat, key)[0] ?? true;
  const rename = (from: string, to: string): void => {
    edit(path, renameKey(members, from, to, getPath({ config: stored }, path)));
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
  if (shown.length === 0 && locked) return null;
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 text-left">
      <caption className="sr-only">{label}</caption>
      <thead className="text-xs text-ink-faint">
        <tr>
          <th scope="col" className="w-[35%] pb-1 font-medium">
            Key
          </th>
          <th scope="col" className="pb-1 pl-2 font-medium">
            Value
          </th>
          <th scope="col" className="w-10">
            <span className="sr-only">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody className="align-top">
        {shown.map((key) => (
          <RecordRow
            key={key}
            path={path}
            name={key}
            schema={schemaOf(key)}
            value={members[key]}
            taken={keys}
            locked={locked}
            onRename={(to) => rename(key, to)}
            onRemove={() => remove([...path, key])}
          />
        ))}
        {locked ? null : <NewKeyRow path={path} label={label} taken={keys} onAdd={add} />}
      </tbody>
    </table>
  );
}

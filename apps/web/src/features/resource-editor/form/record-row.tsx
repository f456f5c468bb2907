"use client";

import type { Json, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useFormState } from "../form-context/form-context.tsx";
import { goToField } from "./go-to-field.ts";

/** One entry of a record. Its key is renamed in place: leaving the field or Enter takes the new name, Escape the old one. */
export function RecordRow({
  path,
  name,
  schema,
  value,
  taken,
  locked,
  onRename,
  onRemove,
}: {
  /** Path of the record. */
  path: Path;
  name: string;
  schema: Schema;
  value: Json | undefined;
  /** Keys that already exist. */
  taken: readonly string[];
  locked: boolean;
  onRename: (to: string) => void;
  onRemove: () => void;
}) {
  const { FieldNode } = useFormState();
  const [typed, setTyped] = useState(name);
  const isDouble = typed !== name && taken.includes(typed);
  const canRename = typed !== name && typed !== "" && !isDouble;
  return (
    <tr>
      <td className="pb-2">
        <Field label={`Key ${name}`} labelHidden error={isDouble ? `${typed} already exists` : null}>
          {(control) => (
            <Input
              {...control}
              value={typed}
              readOnly={locked}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-dense"
              onChange={(event) => setTyped(event.target.value)}
              onBlur={() => (canRename ? onRename(typed) : setTyped(name))}
              onKeyDown={(event) => {
                if (event.key === "Escape") setTyped(name);
                if (event.key !== "Enter") return;
                event.preventDefault();
                if (isDouble || typed === "") return;
                if (canRename) flushSync(() => onRename(typed));
                goToField([...path, typed]);
              }}
            />
          )}
        </Field>
      </td>
      <td className="pb-2 pl-2">
        <FieldNode
          path={[...path, name]}
          label={name}
          schema={schema}
          value={value}
          required={false}
          locked={locked}
          entry
        />
      </td>
      <td className="pb-2 text-right">
        {locked ? null : (
          <Button size="icon" variant="ghost" aria-label={`Remove ${name}`} title="Remove" onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </td>
    </tr>
  );
}

"use client";

import type { Path } from "@pragma/contract";
import { Plus } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useFormState } from "../form-context/form-context.tsx";
import { fieldId, newKeyPath, pathKey } from "../manifest/problem.ts";

/** The last row of a record: names another entry. Enter takes it, and leads on to its value. */
export function NewKeyRow({
  path,
  label,
  taken,
  onAdd,
}: {
  /** Path of the record. */
  path: Path;
  label: string;
  /** Keys that already exist. */
  taken: readonly string[];
  onAdd: (key: string) => void;
}) {
  const { errorAt, unadded, setUnadded } = useFormState();
  const key = unadded.get(pathKey(path)) ?? "";
  const isDouble = taken.includes(key);
  const submit = (): void => {
    if (key !== "" && !isDouble) onAdd(key);
  };
  return (
    <tr>
      <td>
        <Field
          id={fieldId(newKeyPath(path))}
          label={`New key of ${label}`}
          labelHidden
          error={isDouble ? `${key} already exists` : errorAt(newKeyPath(path))}
        >
          {(control) => (
            <Input
              {...control}
              value={key}
              placeholder="New key"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-dense"
              onChange={(event) => setUnadded(path, event.target.value === "" ? null : event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                submit();
              }}
            />
          )}
        </Field>
      </td>
      <td className="pl-2" colSpan={2}>
        <Button disabled={key === "" || isDouble} onClick={submit}>
          <Plus aria-hidden /> Add key<span className="sr-only"> to {label}</span>
        </Button>
      </td>
    </tr>
  );
}

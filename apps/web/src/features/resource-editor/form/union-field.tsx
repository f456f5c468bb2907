"use client";

import type { Schema } from "@pragma/language";

import { X } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Select } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { fieldId } from "../manifest/problem.ts";
import { chooseBranch, describeBranches } from "../schema/branches.ts";
import { switchBranch } from "../schema/starting-value.ts";

/** A value with several possible forms: a choice of the form, then its field. */
export function UnionField(props: ValueFieldProps & { branches: readonly Schema[] }) {
  const { path, label, model, value, required, locked, onRemove, onChange, branches } = props;
  const { root, errorAt, FieldNode } = useFormState();
  const described = useMemo(() => describeBranches(root, branches), [root, branches]);
  const [picked, setPicked] = useState<number | null>(null);
  const found = chooseBranch(root, branches, value);
  // An empty control has no value, but keeps the chosen form.
  const chosen = value === undefined ? (picked ?? -1) : found;
  const branch = branches[chosen];
  return (
    <div className="flex flex-col gap-3">
      <Field
        id={branch === undefined ? fieldId(path) : `${fieldId(path)}-form`}
        label={<span className="font-mono text-dense">{`${label}: form`}</span>}
        hint={model.description}
        required={required}
        error={branch === undefined ? errorAt(path) : null}
      >
        {(control) => (
          <div className="flex items-start gap-2">
            <Select
              {...control}
              required={undefined}
              disabled={locked}
              value={String(chosen)}
              onChange={(event) => {
                const next = Number(event.target.value);
                const schema = branches[next];
                setPicked(next < 0 ? null : next);
                onChange(schema === undefined ? undefined : switchBranch(root, schema, value));
              }}
            >
              <option value="-1">{required ? "Choose…" : "Not set"}</option>
              {described.map(({ label: name }, index) => (
                <option key={name} value={String(index)}>
                  {name}
                </option>
              ))}
            </Select>
            {onRemove ? (
              <Button size="icon" variant="ghost" aria-label={`Remove ${label}`} title="Remove" onClick={onRemove}>
                <X aria-hidden />
              </Button>
            ) : null}
          </div>
        )}
      </Field>
      {branch === undefined ? null : (
        <FieldNode path={path} label={label} schema={branch} value={value} required={required} locked={locked} />
      )}
    </div>
  );
}

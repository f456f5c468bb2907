"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { Property } from "~/lib/schema-parts.ts";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { GroupReference } from "../references/group-reference.tsx";
import { startingValue } from "../schema/starting-value.ts";
import { Group } from "./group.tsx";
import { ObjectFields } from "./object-fields.tsx";
import { RecordEntries } from "./record-entries.tsx";

/** An object inside a config. A missing one must be added first. */
export function ObjectField(props: ValueFieldProps & { properties: readonly Property[]; open: boolean }) {
  const { path, label, model, value, required, locked, onChange, onRemove, properties, open } = props;
  const { root, errorAt } = useFormState();
  const absent = value === undefined || value === null;
  return (
    <Group
      path={path}
      label={label}
      about={model.description}
      required={required}
      error={errorAt(path)}
      actions={
        locked ? null : (
          <>
            {absent && !required ? (
              <Button size="small" onClick={() => onChange(startingValue(root, model.flat))}>
                <Plus aria-hidden /> Add {label}
              </Button>
            ) : null}
            {onRemove ? (
              <Button size="small" variant="ghost" onClick={onRemove}>
                <Trash2 aria-hidden /> Remove {label}
              </Button>
            ) : null}
            <GroupReference label={label} path={path} model={model} onPick={onChange} />
          </>
        )
      }
    >
      {absent && !required ? (
        <p className="text-dense text-ink-faint">
          Not set.{model.default === undefined ? "" : ` Default: ${JSON.stringify(model.default)}`}
        </p>
      ) : (
        <>
          <ObjectFields
            path={path}
            label={label}
            properties={properties}
            value={value}
            locked={locked}
            taken={open ? Object.keys(value ?? {}) : []}
          />
          {open ? (
            <RecordEntries
              path={path}
              label={label}
              model={model}
              value={value}
              locked={locked}
              omit={properties.map(({ key }) => key)}
            />
          ) : null}
        </>
      )}
    </Group>
  );
}

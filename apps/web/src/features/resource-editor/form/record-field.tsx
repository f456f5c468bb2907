"use client";

import { Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { GroupReference } from "../references/group-reference.tsx";
import { ruleWords } from "../schema/type-words.ts";
import { Group } from "./group.tsx";
import { RecordEntries } from "./record-entries.tsx";

/** Freely chosen keys, each with a value. */
export function RecordField(props: ValueFieldProps) {
  const { path, label, model, value, required, locked, onRemove, onChange } = props;
  const { errorAt } = useFormState();
  const about = [model.description, ...ruleWords(model)].filter(Boolean).join(", ");
  return (
    <Group
      path={path}
      label={label}
      about={about}
      required={required}
      error={errorAt(path)}
      actions={
        locked ? null : (
          <>
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
      <RecordEntries path={path} label={label} model={model} value={value} locked={locked} />
    </Group>
  );
}

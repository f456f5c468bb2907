"use client";

import { Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { ReferenceButton } from "../references/reference-button.tsx";
import { ruleWords } from "../schema/type-words.ts";
import type { ValueFieldProps } from "./field-props.ts";
import { useFormState } from "./form-context.tsx";
import { Group } from "./group.tsx";
import { RecordEntries } from "./record-entries.tsx";

/** Freely chosen keys, each with a value. */
export function RecordField(props: ValueFieldProps) {
  const { path, label, model, value, required, locked, onChange } = props;
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
            {value !== undefined && typeof path.at(-1) !== "number" ? (
              <Button size="small" variant="ghost" onClick={() => onChange(undefined)}>
                <Trash2 aria-hidden /> Remove {label}
              </Button>
            ) : null}
            <ReferenceButton label={label} value={value} onPick={onChange} />
          </>
        )
      }
    >
      <RecordEntries path={path} label={label} model={model} value={value} locked={locked} />
    </Group>
  );
}

"use client";

import type { Json, Path } from "@pragma/contract";
import { useState } from "react";
import { useFormState } from "../form-context/form-context.tsx";
import type { FieldModel } from "../schema/field-model.ts";
import { ReferenceButton } from "./reference-button.tsx";
import { ReferencePicker } from "./reference-picker.tsx";

/** Replaces all of a group of fields by a reference. */
export function GroupReference({
  label,
  path,
  model,
  onPick,
}: {
  /** Label of the group. */
  label: string;
  path: Path;
  model: FieldModel;
  onPick: (value: Json) => void;
}) {
  const { focusField } = useFormState();
  const [isPicking, setPicking] = useState(false);
  if (!isPicking) return <ReferenceButton label={label} onClick={() => setPicking(true)} />;
  return (
    <div className="w-full">
      <ReferencePicker
        label={label}
        path={path}
        model={model}
        onPick={(value, isElsewhere) => {
          onPick(value);
          if (!isElsewhere) focusField(path);
        }}
        onClose={(isAbandoned) => {
          setPicking(false);
          if (!isAbandoned) focusField(path);
        }}
      />
    </div>
  );
}

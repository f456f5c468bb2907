"use client";

import { MASK } from "@pragma/language";
import { Switch } from "~/components/ui/switch.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { ValueField } from "./value-field.tsx";

/** Yes or no. Without a value it shows the default, and says so. */
export function SwitchField(props: ValueFieldProps) {
  const { model, value, locked, onChange } = props;
  const isOn = typeof value === "boolean" ? value : model.default === true;
  return (
    <ValueField {...props}>
      {({ required: _, ...field }) => (
        <span className="flex min-h-9 items-center gap-2.5">
          <Switch {...field} checked={isOn} disabled={locked} onCheckedChange={onChange} />
          <span aria-hidden className="text-dense text-ink-soft">
            {value === MASK ? "Unchanged" : wordsOf(value, isOn, model.default !== undefined)}
          </span>
        </span>
      )}
    </ValueField>
  );
}

function wordsOf(value: ValueFieldProps["value"], isOn: boolean, hasDefault: boolean): string {
  if (typeof value === "boolean") return isOn ? "Yes" : "No";
  const unset = hasDefault ? `${isOn ? "Yes" : "No"}, the default` : "Not set";
  // The server says what is wrong with it; a switch puts it right.
  return value === undefined || value === null ? unset : `${JSON.stringify(value)} (not allowed)`;
}

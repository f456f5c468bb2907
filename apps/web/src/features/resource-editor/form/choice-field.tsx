"use client";

import type { Json } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { Select } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { ValueField } from "./value-field.tsx";

/** One of the values that the schema lists. */
export function ChoiceField(props: ValueFieldProps & { options: readonly Json[] }) {
  const { model, value, locked, options, required, onChange } = props;
  const current = value === undefined ? "" : JSON.stringify(value);
  const known = options.map((option) => JSON.stringify(option));
  const none = required ? "Choose…" : "Not set";
  const unset = model.default === undefined ? none : `Default: ${words(model.default)}`;
  return (
    <ValueField {...props}>
      {(field) => (
        <Select
          {...field}
          value={current}
          disabled={locked}
          onChange={(event) =>
            onChange(event.target.value === "" ? undefined : (JSON.parse(event.target.value) as Json))
          }
        >
          <option value="">{unset}</option>
          {known.map((option, index) => (
            <option key={option} value={option}>
              {words(options[index] as Json)}
            </option>
          ))}
          {current === "" || known.includes(current) ? null : (
            <option value={current}>{value === MASK ? "Unchanged" : `${words(value as Json)} (not allowed)`}</option>
          )}
        </Select>
      )}
    </ValueField>
  );
}

function words(value: Json): string {
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

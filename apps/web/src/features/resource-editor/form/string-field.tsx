"use client";

import { useRef } from "react";
import { Input, Textarea } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { isLongText } from "../schema/long-text.ts";
import { ValueField } from "./value-field.tsx";

const TYPE_OF: Record<string, string> = { email: "email", "idn-email": "email", uri: "url", date: "date" };

/** A text field: one line, or several if the text has or is likely to have them. */
export function StringField(props: ValueFieldProps) {
  const { path, model, value, locked, required, onChange } = props;
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const shape = model.shape.kind === "string" ? model.shape : null;
  const text = value === undefined || value === null ? "" : String(value);
  const long = text.includes("\n") || text.length > 120 || isLongText(model, path.at(-1));
  const unset = locked ? "Not set" : "";
  const fallback = model.default === undefined ? unset : `Default: ${String(model.default)}`;
  const change = (next: string): void => onChange(next === "" ? emptied(required, path.at(-1), model.nullable) : next);

  const insert = (reference: string, replaced: number): void => {
    const at = control.current?.selectionStart ?? text.length;
    const end = control.current?.selectionEnd ?? at;
    onChange(text.slice(0, at - replaced) + reference + text.slice(end));
  };
  const common = {
    ref: control,
    value: text,
    readOnly: locked,
    placeholder: value === null ? "null" : fallback,
    spellCheck: false,
    autoComplete: "off",
    className: "font-mono text-dense",
  };
  return (
    <ValueField {...props} onInsert={insert}>
      {(field) =>
        long ? (
          <Textarea
            {...field}
            {...common}
            rows={Math.min(16, Math.max(3, text.split("\n").length + 1))}
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <Input
            {...field}
            {...common}
            // A text with a reference in it is no date and no address yet.
            type={text.includes("${") ? "text" : (TYPE_OF[shape?.format ?? ""] ?? "text")}
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </ValueField>
  );
}

/** The value of an emptied control: list elements and entries stay, properties are removed. */
function emptied(required: boolean, step: string | number | undefined, nullable: boolean): string | null | undefined {
  if (typeof step === "number") return "";
  return required && nullable ? null : undefined;
}

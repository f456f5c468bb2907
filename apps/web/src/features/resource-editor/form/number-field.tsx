"use client";

import type { Json } from "@pragma/contract";
import { useState } from "react";
import { Input } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { ValueField } from "./value-field.tsx";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number. Text that is not a number yet is kept as typed, and the server reports it. */
export function NumberField(props: ValueFieldProps) {
  const { model, value, locked, path, onChange } = props;
  const [typed, setTyped] = useState(() => textOf(value));
  // The value was changed from outside, for example in the YAML text.
  const text = sameNumber(typed, value) ? typed : textOf(value);
  return (
    <ValueField {...props}>
      {(field) => (
        <Input
          {...field}
          inputMode={model.shape.kind === "number" && model.shape.integer ? "numeric" : "decimal"}
          className="font-mono text-dense"
          value={text}
          readOnly={locked}
          autoComplete="off"
          placeholder={model.default === undefined ? "" : `Default: ${String(model.default)}`}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(readNumber(event.target.value) ?? (typeof path.at(-1) === "number" ? null : undefined));
          }}
        />
      )}
    </ValueField>
  );
}

function readNumber(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : trimmed;
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

function sameNumber(text: string, value: Json | undefined): boolean {
  return (readNumber(text) ?? null) === (value ?? null);
}

"use client";

import type { Json } from "@pragma/contract";
import { useState } from "react";
import { Input } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "./field-props.ts";
import { ValueField } from "./value-field.tsx";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number. What is no number yet is kept as it was typed, and the server says so. */
export function NumberField(props: ValueFieldProps) {
  const { model, value, locked, path, onChange } = props;
  const [typed, setTyped] = useState(() => textOf(value));
  // Another value came from outside, such as from the YAML text.
  const text = sameNumber(typed, value) ? typed : textOf(value);
  return (
    <ValueField {...props}>
      {(field) => (
        <Input
          {...field}
          inputMode={model.shape.kind === "number" && model.shape.integer ? "numeric" : "decimal"}
          className="font-mono text-[0.8125rem]"
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

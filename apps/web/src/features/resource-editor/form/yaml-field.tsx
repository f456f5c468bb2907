"use client";

import type { Json } from "@pragma/contract";
import { jsonEqual } from "@pragma/language";
import { parseText, writeYaml } from "@pragma/manifest";
import { useState } from "react";
import { Textarea } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { pathKey } from "../manifest/problem.ts";
import { ValueField } from "./value-field.tsx";

/** Any value, as a few lines of YAML: for values without a form. */
export function YamlField(props: ValueFieldProps) {
  const { path, model, value, locked, bare, onChange } = props;
  // A new entry is an empty text to type in, not two quotes to type between.
  const textOf = (of: Json | undefined): string => (bare && of === "" ? "" : written(of));
  const { unparsed, setUnparsed, errorBelow } = useFormState();
  const [typed, setTyped] = useState(() => textOf(value));
  const pending = unparsed.get(pathKey(path));
  const read = readYaml(pending ?? typed);
  const matches = pending === undefined && read.ok && jsonEqual(read.value ?? (bare ? "" : undefined), value);
  const text = pending ?? (matches ? typed : textOf(value));
  const error = pending !== undefined && !read.ok ? read.message : errorBelow(path);
  const fallback = model.default === undefined ? "" : `Default: ${JSON.stringify(model.default)}`;
  return (
    <ValueField {...props} error={error} hint="Any value, written as YAML.">
      {(field) => (
        <Textarea
          {...field}
          value={text}
          readOnly={locked}
          spellCheck={false}
          placeholder={fallback}
          rows={Math.min(14, Math.max(1, text.split("\n").length))}
          className="min-h-9 py-1.5 font-mono text-dense"
          onChange={(event) => {
            const next = event.target.value;
            const result = readYaml(next);
            setTyped(next);
            setUnparsed(path, result.ok ? null : next);
            if (result.ok) onChange(result.value);
          }}
        />
      )}
    </ValueField>
  );
}

function readYaml(text: string): { ok: true; value: Json | undefined } | { ok: false; message: string } {
  if (text.trim() === "") return { ok: true, value: undefined };
  const [first, ...more] = parseText(text).documents;
  const fault = first?.faults[0]?.message ?? (more.length > 0 ? "this is more than one document" : undefined);
  if (fault !== undefined) return { ok: false, message: `Not valid YAML: ${fault}` };
  return { ok: true, value: first?.value };
}

function written(value: Json | undefined): string {
  return value === undefined ? "" : writeYaml(value).replace(/\n$/, "");
}

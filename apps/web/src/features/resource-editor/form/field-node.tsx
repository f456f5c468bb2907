"use client";

import type { Json } from "@pragma/contract";
import { getPath } from "@pragma/language";
import { useMemo } from "react";
import type { FieldNodeProps, ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { readReference } from "../references/reference.ts";
import { ReferenceField } from "../references/reference-field.tsx";
import { fieldModel } from "../schema/field-model.ts";
import { ArrayField } from "./array-field.tsx";
import { BinaryField } from "./binary-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { NumberField } from "./number-field.tsx";
import { ObjectField } from "./object-field.tsx";
import { RecordField } from "./record-field.tsx";
import { SensitiveField } from "./sensitive-field.tsx";
import { StringField } from "./string-field.tsx";
import { SwitchField } from "./switch-field.tsx";
import { UnionField } from "./union-field.tsx";
import { YamlField } from "./yaml-field.tsx";

/** The field of any value, by its schema; a reference has its own field, whatever its value. */
export function FieldNode({
  path,
  label: key,
  schema,
  value,
  required,
  locked: within,
  entry = false,
  removable = false,
}: FieldNodeProps) {
  const { root, edit, remove, provisioned, stored, stringReferences } = useFormState();
  const model = useMemo(() => fieldModel(root, schema), [root, schema]);
  // Setting an immutable field for the first time is a change as well.
  const isNew = typeof path.at(-1) === "number" && getPath({ config: stored }, path) === undefined;
  const locked = within || (model.immutable && provisioned && !isNew);
  const props: ValueFieldProps = {
    path,
    label: model.title ?? key,
    model,
    value,
    required,
    locked,
    bare: entry,
    ...(removable && !locked ? { onRemove: () => remove(path) } : {}),
    onChange: (next) => edit(path, next === undefined && entry ? "" : next),
  };
  const reference = readReference(value, stringReferences);
  if (reference) return <ReferenceField {...props} reference={reference} />;
  const { shape } = model;
  if (fallsOut(value, shape.kind)) return <YamlField {...props} />;
  switch (shape.kind) {
    case "object":
      return <ObjectField {...props} properties={shape.properties} open={shape.open} />;
    case "record":
      return <RecordField {...props} />;
    case "array":
      return <ArrayField {...props} items={shape.items} maxItems={shape.maxItems} />;
    case "union":
      return <UnionField {...props} branches={shape.branches} />;
    case "choice":
      return <ChoiceField {...props} options={shape.options} />;
    case "constant":
      return <ChoiceField {...props} options={[shape.value]} />;
    case "boolean":
      return <SwitchField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "string":
      if (shape.format === "binary" && !value) return <BinaryField {...props} />;
      return model.sensitive ? <SensitiveField {...props} /> : <StringField {...props} />;
    default:
      return <YamlField {...props} />;
  }
}

/** Whether a value does not match the kind in its schema, so that its control could not show it. */
function fallsOut(value: Json | undefined, kind: string): boolean {
  if (value === undefined || value === null || kind === "union" || kind === "yaml") return false;
  const list = Array.isArray(value);
  if (kind === "array") return !list;
  if (kind === "object" || kind === "record") return list || typeof value !== "object";
  return typeof value === "object" && kind !== "choice" && kind !== "constant";
}

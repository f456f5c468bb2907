"use client";

import type { Json, Path } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import { X } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import type { Property } from "~/lib/schema-parts.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { fieldModel } from "../schema/field-model.ts";
import { AddField } from "./add-field.tsx";
import { YamlField } from "./yaml-field.tsx";

/**
 * The fields of an object: those that it must have, then those that it has, and the rest behind "Add field". Values that the
 * schema does not know are shown as well.
 */
export function ObjectFields({
  path,
  label,
  properties,
  value,
  locked,
  taken = [],
}: {
  path: Path;
  /** Label of the object; null for the config itself. */
  label: string | null;
  properties: readonly Property[];
  value: Json | undefined;
  locked: boolean;
  /** Keys that are drawn elsewhere. */
  taken?: readonly string[];
}) {
  const { root, edit, remove, isOpen, errorBelow, provisioned, FieldNode } = useFormState();
  const members = isJsonObject(value) ? value : {};
  const known = new Set([...properties.map(({ key }) => key), ...taken]);
  const unknown = Object.keys(members).filter((key) => !known.has(key));
  const isShown = ({ key, required }: Property): boolean =>
    required || members[key] !== undefined || isOpen([...path, key]) || errorBelow([...path, key]) !== null;
  const isOffered = (property: Property): boolean => {
    const { immutable, deprecated } = fieldModel(root, property.schema);
    return !isShown(property) && !deprecated && !(immutable && provisioned);
  };
  const offered = locked ? [] : properties.filter(isOffered);
  return (
    <>
      {properties.filter(isShown).map(({ key, schema, required }) => (
        <FieldNode
          key={key}
          path={[...path, key]}
          label={key}
          schema={schema}
          value={members[key]}
          required={required}
          removable={!required}
          locked={locked}
        />
      ))}
      {unknown.length > 0 ? (
        <Notice tone="warning">The type does not define these fields: {unknown.join(", ")}.</Notice>
      ) : null}
      {unknown.map((key) => (
        <div key={key} className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <YamlField
              path={[...path, key]}
              label={key}
              model={fieldModel(true, true)}
              value={members[key]}
              required={false}
              locked={locked}
              onChange={(next) => edit([...path, key], next)}
            />
          </div>
          <Button size="icon" variant="ghost" aria-label={`Remove ${key}`} onClick={() => remove([...path, key])}>
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {offered.length > 0 ? <AddField path={path} label={label} properties={offered} /> : null}
    </>
  );
}

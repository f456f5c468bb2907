"use client";

import type { Json, Path } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import { X } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import type { Property } from "../schema/field-model.ts";
import { fieldModel } from "../schema/field-model.ts";
import { useFormState } from "./form-context.tsx";
import { YamlField } from "./yaml-field.tsx";

/** The fields of an object, and its values that the schema does not know. */
export function ObjectFields({
  path,
  properties,
  value,
  locked,
  taken = [],
}: {
  path: Path;
  properties: readonly Property[];
  value: Json | undefined;
  locked: boolean;
  /** Keys that are drawn elsewhere. */
  taken?: readonly string[];
}) {
  const { edit, FieldNode } = useFormState();
  const members = isJsonObject(value) ? value : {};
  const known = new Set([...properties.map(({ key }) => key), ...taken]);
  const unknown = Object.keys(members).filter((key) => !known.has(key));
  return (
    <>
      {properties.map(({ key, schema, required }) => (
        <FieldNode
          key={key}
          path={[...path, key]}
          label={key}
          schema={schema}
          value={members[key]}
          required={required}
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
          <Button
            size="icon"
            variant="ghost"
            aria-label={`Remove ${key}`}
            onClick={() => edit([...path, key], undefined)}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
    </>
  );
}

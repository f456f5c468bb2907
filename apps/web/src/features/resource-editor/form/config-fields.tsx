"use client";

import type { JsonObject, Path } from "@pragma/contract";
import { useMemo } from "react";
import { useFormState } from "../form-context/form-context.tsx";
import { fieldModel } from "../schema/field-model.ts";
import { FieldNode } from "./field-node.tsx";
import { ObjectFields } from "./object-fields.tsx";

/** The fields of a config, by the schema of its type. */
export function ConfigFields({ path, config }: { path: Path; config: JsonObject }) {
  const { root } = useFormState();
  const { shape } = useMemo(() => fieldModel(root, root), [root]);
  if (shape.kind === "object" && !shape.open) {
    return <ObjectFields path={path} label={null} properties={shape.properties} value={config} locked={false} />;
  }
  return <FieldNode path={path} label="config" schema={root} value={config} required locked={false} />;
}

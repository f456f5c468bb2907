"use client";

import type { Json, JsonObject, Path } from "@pragma/contract";
import { useState } from "react";
import { useFormState } from "../form-context/form-context.tsx";
import type { FieldModel } from "../schema/field-model.ts";
import { NewResourceName } from "./new-resource-name.tsx";
import { writeReference } from "./reference.ts";
import { ReferenceCombobox } from "./reference-combobox.tsx";
import type { Maker } from "./reference-items.ts";
import { wishOf } from "./wish.ts";

/** Picks what a field refers to, in its place; what is missing is created along with the resource. */
export function ReferencePicker({
  label,
  path,
  model,
  start,
  onPick,
  onClose,
}: {
  /** Label of the field. */
  label: string;
  path: Path;
  model: FieldModel;
  start?: string;
  /**
   * Given the reference as the config holds it.
   * @param isElsewhere the focus goes on to a resource that was created
   */
  onPick: (value: Json, isElsewhere: boolean) => void;
  /** @param isAbandoned the focus went elsewhere, and stays there */
  onClose: (isAbandoned: boolean) => void;
}) {
  const { root, type, own, stringReferences, create } = useFormState();
  const [maker, setMaker] = useState<Maker | null>(null);
  if (maker !== null && create) {
    return (
      <NewResourceName
        maker={maker}
        field={label}
        onClose={onClose}
        onName={(name) => {
          const output = maker.path === "" ? outputNameOf(label) : maker.path;
          const { provider, resource } = maker;
          // Its author names the outputs of such a type in `data`.
          const config: JsonObject = maker.open ? { data: { [output]: "" } } : {};
          const reference = { key: `${provider}/${resource}/${name}`, field: `outputs.${output}` };
          onPick(writeReference(reference, stringReferences), true);
          create({ provider, resource, name, config });
        }}
      />
    );
  }
  return (
    <ReferenceCombobox
      label={label}
      wish={wishOf(root, model, path, type)}
      own={own}
      start={start}
      onPick={(reference) => onPick(writeReference(reference, stringReferences), false)}
      onCreate={create && setMaker}
      onClose={onClose}
    />
  );
}

/** A field's label as the key of an output: a brace or a dot would end it. */
function outputNameOf(label: string): string {
  const name = label
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return name === "" || name === "keys" ? "value" : name;
}

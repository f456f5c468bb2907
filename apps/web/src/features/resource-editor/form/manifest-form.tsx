"use client";

import type { Path } from "@pragma/contract";
import { type Dispatch, useMemo } from "react";
import { Section } from "~/components/ui/card.tsx";
import { hasStringReferences, type Manifest } from "../manifest/manifest.ts";
import { isWithin, type Problem } from "../manifest/problem.ts";
import { fieldModel } from "../schema/field-model.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { EditorState } from "../state/editor-state.ts";
import type { ResourceType } from "../types.ts";
import { FieldNode } from "./field-node.tsx";
import { type FormState, FormStateProvider } from "./form-context.tsx";
import { MetadataFields } from "./metadata-fields.tsx";
import { NameField } from "./name-field.tsx";
import { ObjectFields } from "./object-fields.tsx";

const CONFIG: Path = ["config"];

/** The whole resource as a form: its identity, its config by the schema of its type, and its metadata. */
export function ManifestForm({
  state: { base, unparsed, unadded },
  dispatch,
  manifest,
  type,
  problems,
}: {
  state: EditorState;
  dispatch: Dispatch<EditorEvent>;
  manifest: Manifest;
  type: ResourceType | undefined;
  problems: readonly Problem[];
}) {
  const root = type?.schema ?? true;
  const form = useMemo<FormState>(() => {
    const first = (fits: (problem: Problem) => boolean): string | null =>
      problems.find((problem) => fits(problem))?.message ?? null;
    return {
      root,
      edit: (path, value) => dispatch({ type: "edited", path, value }),
      errorAt: (path) => first((problem) => problem.path.length === path.length && isWithin(problem.path, path)),
      errorBelow: (path) => first((problem) => isWithin(problem.path, path)),
      stored: base?.resource.config ?? null,
      provisioned: base?.resource.provisioned ?? false,
      stringReferences: hasStringReferences(type),
      unparsed,
      setUnparsed: (path, text) => dispatch({ type: "typed-yaml", path, text }),
      unadded,
      setUnadded: (path, key) => dispatch({ type: "typed-key", path, key }),
      FieldNode,
    };
  }, [root, type, problems, base, unparsed, unadded, dispatch]);
  const model = useMemo(() => fieldModel(root, root), [root]);
  return (
    <FormStateProvider state={form}>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section title="Resource">
            <div className="p-4">
              <NameField
                name={manifest.name}
                isNew={base === null}
                error={form.errorBelow(["name"])}
                onChange={(name) => form.edit(["name"], name)}
              />
            </div>
          </Section>
          <Section title="Config" description={type?.description ?? null}>
            <div className="flex flex-col gap-5 p-4">
              {model.shape.kind === "object" && !model.shape.open ? (
                <ObjectFields
                  path={CONFIG}
                  properties={model.shape.properties}
                  value={manifest.config}
                  locked={false}
                />
              ) : (
                <FieldNode path={CONFIG} label="config" schema={root} value={manifest.config} required locked={false} />
              )}
            </div>
          </Section>
        </div>
        <MetadataFields manifest={manifest} edit={form.edit} errorBelow={form.errorBelow} />
      </div>
    </FormStateProvider>
  );
}

"use client";

import type { Path } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import type { Dispatch } from "react";
import { Section } from "~/components/ui/card.tsx";
import { FormStateProvider } from "../form-context/form-context.tsx";
import type { Problem } from "../manifest/problem.ts";
import type { ResourceType } from "../schema/types.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { EditorState } from "../state/editor-state.ts";
import { FileBytes } from "../upload/file-bytes.tsx";
import { ConfigFields } from "./config-fields.tsx";
import { MetadataFields } from "./metadata-fields.tsx";
import { NameField } from "./name-field.tsx";
import { useFormStateOf } from "./use-form-state-of.ts";

const CONFIG: Path = ["config"];

/** The whole resource as a form: its identity, its config by the schema of its type, and its metadata. */
export function ManifestForm({
  state,
  dispatch,
  manifest,
  type,
  problems,
  onUploaded,
}: {
  state: EditorState;
  dispatch: Dispatch<EditorEvent>;
  manifest: Manifest;
  type: ResourceType | undefined;
  problems: readonly Problem[];
  /** The resource was applied by the upload of its bytes. */
  onUploaded: (key: string) => void;
}) {
  const { base } = state;
  const stored = base?.resource.config ?? null;
  const form = useFormStateOf({ state, dispatch, manifest, type, stored, problems });
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
              <ConfigFields path={CONFIG} config={manifest.config} />
              {manifest.provider === "pragma" && manifest.resource === "file" ? (
                <FileBytes manifest={manifest} onUploaded={(name) => onUploaded(`pragma/file/${name}`)} />
              ) : null}
            </div>
          </Section>
        </div>
        <MetadataFields manifest={manifest} isNew={base === null} edit={form.edit} errorBelow={form.errorBelow} />
      </div>
    </FormStateProvider>
  );
}

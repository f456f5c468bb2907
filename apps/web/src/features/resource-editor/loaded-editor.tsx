"use client";

import { manifestOf, writeManifest } from "@pragma/manifest";
import { Editor } from "./editor.tsx";
import type { Loaded } from "./schema/types.ts";
import type { EditorProps } from "./use-editor.ts";

/** The editor of a resource that exists. */
export function LoadedEditor(props: Omit<EditorProps, "start" | "loaded"> & { loaded: Loaded }) {
  const text = writeManifest(manifestOf(props.loaded));
  return <Editor {...props} start={{ text, emptied: [] }} />;
}

"use client";

import { Editor } from "./editor.tsx";
import { manifestOf } from "./manifest/manifest.ts";
import { writeManifest } from "./manifest/write-manifest.ts";
import { type Loaded, typeOf } from "./types.ts";
import type { EditorProps } from "./use-editor.ts";

/** The editor of a resource that exists. */
export function LoadedEditor(props: Omit<EditorProps, "start" | "loaded"> & { loaded: Loaded }) {
  const { loaded, types } = props;
  const text = writeManifest(manifestOf(loaded.resource, typeOf(types, loaded.resource)));
  return <Editor {...props} start={{ text, emptied: [] }} />;
}

"use client";

import { useMemo } from "react";
import { Editor } from "./editor.tsx";
import type { ReadResource } from "./manifest/manifest.ts";
import { copyOf, emptyOf } from "./new-document.ts";
import type { ResourceType } from "./types.ts";

export interface NewEditorProps {
  /** `provider/resource`; null with a source. */
  type: string | null;
  /** To begin with, or null. */
  name: string | null;
  /** To begin with a copy of, or null. */
  source: ReadResource | null;
  types: readonly ResourceType[];
  draftKey: string;
}

/** The editor of a resource that does not exist yet. */
export function NewEditor({ type, name, source, types, draftKey }: NewEditorProps) {
  const start = useMemo(
    () => (source ? copyOf(source, types) : emptyOf(type ?? "", name)),
    [source, types, type, name],
  );
  return <Editor start={start} loaded={null} current={null} types={types} draftKey={draftKey} />;
}

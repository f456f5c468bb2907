"use client";

import type { ReadResource } from "@pragma/manifest";
import { useEffect, useMemo } from "react";
import { Editor } from "./editor.tsx";
import { fieldId } from "./manifest/problem.ts";
import { copyOf, emptyOf } from "./new-document.ts";
import type { ResourceType } from "./schema/types.ts";

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
  // Once, when the page opens: somebody who comes back to the form from its text is elsewhere.
  useEffect(() => {
    const field = document.getElementById(fieldId(["name"]));
    if (field instanceof HTMLInputElement && field.value === "") field.focus();
  }, []);
  return <Editor start={start} loaded={null} current={null} types={types} draftKey={draftKey} />;
}

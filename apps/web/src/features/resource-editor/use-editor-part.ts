"use client";

import { type PagePart, usePagePart } from "~/lib/page-part.ts";
import { useEditorView } from "./use-editor-view.ts";
import { yamlEditor } from "./yaml/yaml-editor-part.ts";

/**
 * The editor of a page, loaded together with what the shown way of editing needs.
 * @param part null for who may not edit
 * @returns null until it is there
 */
export function useEditorPart<Part>(part: PagePart<Part> | null): Part | null {
  const [view] = useEditorView();
  usePagePart(part && view === "yaml" ? yamlEditor : null);
  return usePagePart(part);
}

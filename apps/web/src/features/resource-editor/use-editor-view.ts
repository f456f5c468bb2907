"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

const VIEWS = ["form", "yaml"] as const;

/** Which way of editing is shown, kept in the page's address; the form unless it says otherwise. */
export function useEditorView() {
  return useQueryState("view", parseAsStringLiteral(VIEWS).withDefault("form"));
}

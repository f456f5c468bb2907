"use client";

import type { Reading } from "@pragma/manifest";
import { useMemo, useState } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import { usePagePart } from "~/lib/page-part.ts";
import type { Problem } from "../manifest/problem.ts";
import type { TypeSchema } from "../schema/manifest-schema.ts";
import type { ResourceType } from "../schema/types.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { DocsPanel } from "./docs-panel.tsx";
import { pathAtCursor } from "./path-at-cursor.ts";
import { useLanguageData } from "./use-language-data.ts";
import { yamlEditor } from "./yaml-editor-part.ts";

/** The editor of the text, with what it knows of types and resources. */
export function YamlPane({
  text,
  reading,
  onChange,
  problems,
  type,
  types,
  reveal,
}: {
  text: string;
  reading: Reading;
  onChange: (text: string) => void;
  problems: readonly Problem[];
  /** The type that the text is of. */
  type: ResourceType | undefined;
  types: readonly TypeSchema[];
  reveal: { from: number; nonce: number } | null;
}) {
  const data = useLanguageData(types);
  const YamlEditor = usePagePart(yamlEditor);
  const diagnostics = useMemo(() => diagnosticsOf(problems, reading, text.length), [problems, reading, text.length]);
  const [cursor, setCursor] = useState(0);
  const path = useMemo(() => pathAtCursor(text, reading, Math.min(cursor, text.length)), [text, reading, cursor]);
  const editor = YamlEditor ? (
    <YamlEditor
      text={text}
      onChange={onChange}
      diagnostics={diagnostics}
      data={data}
      onCursor={setCursor}
      reveal={reveal}
    />
  ) : (
    <Skeleton className="h-[25rem]" />
  );
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0">{editor}</div>
      {type ? <DocsPanel type={type} path={path} /> : null}
    </div>
  );
}

"use client";

import type { Reading } from "@pragma/manifest";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { Problem } from "../manifest/problem.ts";
import type { TypeSchema } from "../schema/manifest-schema.ts";
import type { ResourceType } from "../types.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { DocsPanel } from "./docs-panel.tsx";
import { pathAtCursor } from "./path-at-cursor.ts";
import { useLanguageData } from "./use-language-data.ts";

const YamlEditor = dynamic(() => loadPart(() => import("./yaml-editor.tsx")), {
  ssr: false,
  loading: () => <Skeleton className="h-[25rem]" />,
});

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
  const diagnostics = useMemo(() => diagnosticsOf(problems, reading, text.length), [problems, reading, text.length]);
  const [cursor, setCursor] = useState(0);
  const path = useMemo(() => pathAtCursor(text, reading, Math.min(cursor, text.length)), [text, reading, cursor]);
  const editor = (
    <YamlEditor
      text={text}
      onChange={onChange}
      diagnostics={diagnostics}
      data={data}
      onCursor={setCursor}
      reveal={reveal}
    />
  );
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0">{editor}</div>
      {type ? <DocsPanel type={type} path={path} /> : null}
    </div>
  );
}

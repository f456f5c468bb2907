"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import type { Problem } from "../manifest/problem.ts";
import type { Reading } from "../manifest/read-manifest.ts";
import type { TypeSchema } from "../schema/manifest-schema.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { useLanguageData } from "./use-language-data.ts";

const YamlEditor = dynamic(() => import("./yaml-editor.tsx"), {
  ssr: false,
  loading: () => <Skeleton className="h-[25rem]" />,
});

/** The editor of the text, with what it knows of types and resources. */
export function YamlPane({
  text,
  reading,
  onChange,
  problems,
  types,
  reveal,
}: {
  text: string;
  reading: Reading;
  onChange: (text: string) => void;
  problems: readonly Problem[];
  types: readonly TypeSchema[];
  reveal: { from: number; nonce: number } | null;
}) {
  const data = useLanguageData(types);
  const diagnostics = useMemo(() => diagnosticsOf(problems, reading, text.length), [problems, reading, text.length]);
  return <YamlEditor text={text} onChange={onChange} diagnostics={diagnostics} data={data} reveal={reveal} />;
}

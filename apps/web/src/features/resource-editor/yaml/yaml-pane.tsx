"use client";

import { parseKey } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { Skeleton } from "~/components/ui/states.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Problem } from "../manifest/problem.ts";
import type { Reading } from "../manifest/read-manifest.ts";
import { configPaths } from "../references/config-paths.ts";
import type { TypeSchema } from "../schema/manifest-schema.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import type { LanguageData } from "./language-data.ts";

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
  const trpc = useTRPC();
  const client = useQueryClient();
  const data = useMemo<LanguageData>(
    () => ({
      types,
      findResources: (q) => client.fetchQuery(trpc.resources.suggest.queryOptions({ q, limit: 20 })),
      findPaths: async (key, root) => {
        if (root === "config") {
          const ref = parseKey(key);
          const type = types.find(({ provider, resource }) => provider === ref?.provider && resource === ref.resource);
          return type ? configPaths(type.schema) : [];
        }
        return (await client.fetchQuery(trpc.resources.outputsOf.queryOptions({ key }))).paths;
      },
    }),
    [types, client, trpc],
  );
  const diagnostics = useMemo(() => diagnosticsOf(problems, reading, text.length), [problems, reading, text.length]);
  return <YamlEditor text={text} onChange={onChange} diagnostics={diagnostics} data={data} reveal={reveal} />;
}

"use client";

import { CONNECTION_TYPE, parseKey } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { configPaths } from "../references/config-paths.ts";
import type { TypeSchema } from "../schema/manifest-schema.ts";
import type { LanguageData } from "./language-data.ts";

/** The text editor's types, and its searches for resources. */
export function useLanguageData(types: readonly TypeSchema[]): LanguageData {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useMemo<LanguageData>(
    () => ({
      types,
      findResources: (q) => client.fetchQuery(trpc.resources.suggest.queryOptions({ q, limit: 20 })),
      findConnections: async (provider) => {
        if (provider === "") return [];
        const of = { provider, resource: CONNECTION_TYPE };
        const found = await client.fetchQuery(trpc.resources.suggest.queryOptions({ ...of, q: "", limit: 50 }));
        return found.map(({ key, lifecycle_state }) => ({ name: parseKey(key)?.name ?? key, lifecycle_state }));
      },
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
}

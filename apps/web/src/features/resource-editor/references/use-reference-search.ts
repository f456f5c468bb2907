"use client";

import { parseKey } from "@pragma/contract";
import { typedText } from "@pragma/language";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { configPaths } from "./config-paths.ts";
import { type Item, itemsOf, type Maker, makersOf, textOf, withTyped } from "./reference-items.ts";
import { typedReference } from "./typed-reference.ts";
import type { Wish } from "./wish.ts";

const CONFIG = /^(.+?)\.config(?:\.|$)/;

export interface ReferenceSearch {
  /** The text to search for, without the `${` around it. */
  q: string;
  /** Best first. */
  items: Item[];
  makers: Maker[];
  /** The items are those of an earlier text; a new answer replaces them. */
  isStale: boolean;
  isSearching: boolean;
  /** Why nothing could be found. */
  problem: string | undefined;
}

/**
 * Finds what a field may refer to by a text: outputs, as the server ranks them, or parts of the config that the text names.
 * @param own key of the resource that the field is of
 */
export function useReferenceSearch(text: string, wish: Wish, own: string): ReferenceSearch {
  const trpc = useTRPC();
  const whole = typedText(text);
  const q = whole.slice(0, 200);
  const found = useQuery({
    ...trpc.resources.suggestReferences.queryOptions({ q: CONFIG.test(q) ? "" : q, ...wish }),
    placeholderData: keepPreviousData,
  });
  const inConfig = useConfigPaths(q);
  const typed = typedReference(text);
  const items = inConfig ?? itemsOf(found.data?.candidates ?? [], own);
  const isAwaited = found.isPlaceholderData || found.isPending;
  return {
    q,
    items: typed === null ? items : withTyped(items, typed),
    makers: inConfig ? [] : makersOf(found.data, isAwaited || q !== whole),
    isStale: isAwaited && !inConfig,
    isSearching: found.isFetching,
    problem: found.error?.message,
  };
}

/** Parts of a config, where the text asks for them: `postgres/database/shop.config.`. */
function useConfigPaths(text: string): Item[] | null {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions());
  const key = CONFIG.exec(text)?.[1] ?? "";
  const ref = parseKey(key);
  const schema = types.data?.find((type) => type.provider === ref?.provider && type.resource === ref.resource)?.schema;
  return useMemo(() => {
    if (schema === undefined) return null;
    const typed = text.toLowerCase();
    return configPaths(schema)
      .map(({ path, description, sensitive }): Item => {
        const reference = { key, field: `config.${path}` };
        const notes: Item["notes"] = sensitive ? [{ tone: "neutral", words: "secret" }] : [];
        return { value: textOf(reference), reference, type: null, description, notes };
      })
      .filter(({ value }) => value.toLowerCase().startsWith(typed));
  }, [schema, key, text]);
}

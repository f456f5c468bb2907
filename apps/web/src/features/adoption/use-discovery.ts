import type { JsonObject } from "@pragma/contract";
import { type Candidate, fitsKnown } from "@pragma/manifest";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { ListedType } from "./narrowing.ts";

/** What is looked for. */
export interface Search {
  type: ListedType;
  /** By name or key; null for none, undefined for the default. */
  connection: string | null | undefined;
  /** What is known of the config of each. */
  known: JsonObject;
}

/** What was found so far. */
export interface Found {
  /** Tells one search from another of the same. */
  count: number;
  search: Search;
  items: readonly Candidate[];
  cursor: string | null;
  warnings: readonly string[];
}

/** Looks for what exists, part by part. */
export function useDiscovery() {
  const trpc = useTRPC();
  const [{ asked, found }, setState] = useState<{ asked: Search | null; found: Found | null }>({
    asked: null,
    found: null,
  });
  // Not kept: configs may have secrets.
  const { mutate, isPending, error } = useMutation(trpc.providers.discover.mutationOptions({ gcTime: 0 }));
  const read = (search: Search, before: Found | null): void => {
    const { type, connection, known } = search;
    const input = {
      provider_id: type.provider,
      type: type.resource,
      config: known,
      ...(connection !== undefined && { connection }),
      ...(before?.cursor && { cursor: before.cursor }),
    };
    mutate(input, {
      onSuccess: ({ items, cursor, warnings }) => {
        const fitting = items.filter((item) => fitsKnown(item, known));
        setState(({ found: last }) => ({
          asked: search,
          found: {
            count: before ? before.count : (last?.count ?? 0) + 1,
            search,
            items: [...(before?.items ?? []), ...fitting],
            cursor,
            warnings: [...(before?.warnings ?? []), ...warnings],
          },
        }));
      },
    });
  };
  return {
    found,
    isPending,
    error,
    /** What was found stays where only a further part of it could not be read. */
    isOfFound: found !== null && asked === found.search,
    search: (search: Search): void => {
      setState((last) => ({ ...last, asked: search }));
      read(search, null);
    },
    more: (): void => {
      if (found) read(found.search, found);
    },
    again: (): void => {
      if (asked) read(asked, asked === found?.search ? found : null);
    },
  };
}

export type Discovery = ReturnType<typeof useDiscovery>;

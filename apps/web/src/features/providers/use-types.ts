"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { useOnChange } from "./use-on-change.ts";

/**
 * The types of a provider, refetched when another version serves, which may have others.
 *
 * @param serving the version that serves; undefined while that is not known
 */
export function useTypes(provider: string, serving: string | null | undefined) {
  const types = useQuery(useTRPC().providers.types.queryOptions({ provider }));
  useOnChange(serving, types.refetch);
  return types;
}

import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import type { ListedType } from "./narrowing.ts";

/** Types of a provider whose things can be listed. */
export interface ListableTypes {
  types: readonly ListedType[];
  /** Why there are none to choose from. */
  words: string | null;
  error: string | null;
}

/** The types of a provider that can tell what exists. */
export function useListableTypes(types: readonly ListedType[], provider: string): ListableTypes {
  const trpc = useTRPC();
  const own = types.filter((type) => type.provider === provider);
  const asked = useQueries({
    queries: own.map(({ resource }) => trpc.resources.capabilities.queryOptions({ provider, resource })),
  });
  const listable = own.filter((_, index) => asked[index]?.data?.includes("list"));
  const failed = asked.find(({ error }) => error !== null)?.error;
  const isKnown = asked.every(({ data }) => data !== undefined);
  return {
    types: listable,
    words: isKnown && listable.length === 0 ? `No type of ${provider} can tell what exists` : null,
    error: failed ? errorMessage(failed) : null,
  };
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { toast } from "~/lib/toast.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { Failure } from "./failure.ts";
import { inChunks } from "./in-chunks.ts";

/** Failures to delete: some, or all, of one provider or of every provider. */
export type DeletionTarget = { failures: readonly Failure[] } | { provider: string | null };

/** Deletes failures; their resources stay failed. */
export function useDeletions(onDeleted: () => void) {
  const client = useTRPCClient();
  return useMutation({
    mutationFn: async (target: DeletionTarget) => {
      if ("provider" in target) {
        const which = target.provider === null ? ({ all: true } as const) : { provider: target.provider };
        return (await client.deadLetters.deleteAll.mutate(which)).deleted_count;
      }
      let count = 0;
      for (const eventIds of inChunks(target.failures.map(({ event_id }) => event_id))) {
        count += (await client.deadLetters.delete.mutate({ eventIds })).deleted_count;
      }
      return count;
    },
    onSuccess: (count) => toast.success(count === 1 ? "1 failure deleted" : `${count} failures deleted`),
    // Some may be gone though the rest could not be deleted.
    onSettled: onDeleted,
  });
}

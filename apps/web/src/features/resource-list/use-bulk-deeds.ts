"use client";

import { useTRPCClient } from "~/trpc/client.tsx";

/** `going`: its provider is working on it. `gone`: there was nothing for a provider to do. */
export type DeleteOutcome = "going" | "gone";

export interface BulkDeeds {
  retry: (key: string) => Promise<"retried">;
  remove: (key: string) => Promise<DeleteOutcome>;
}

/**
 * The actions on many selected resources.
 * @param selected all of them
 * @param cascade their dependents go, too, selected or not
 */
export function useBulkDeeds(selected: ReadonlySet<string>, cascade: boolean): BulkDeeds {
  const { resources } = useTRPCClient();
  /** One selected resource may depend on another: together they may go without anything else. */
  const mayCascade = async (key: string): Promise<boolean> => {
    if (cascade) return true;
    const plan = await resources.deletionPlan.query({ id: key, dependents: "cascade" });
    return plan.member_count === plan.members.length && plan.members.every((member) => selected.has(member.key));
  };
  return {
    retry: async (key) => {
      await resources.retry.mutate({ id: key });
      return "retried";
    },
    remove: async (key) => {
      const dependents = await mayCascade(key).catch(isGone);
      if (dependents === null) return "gone";
      const left = await resources.delete.mutate({
        id: key,
        ...(dependents ? { dependents: "cascade" as const } : {}),
      });
      return left === null ? "gone" : "going";
    },
  };
}

/** It was deleted along with another of them. */
function isGone(error: { data?: { code?: string } | null }): null {
  if (error.data?.code === "NOT_FOUND") return null;
  throw error;
}

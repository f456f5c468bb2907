"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import type { Mode } from "./plan-words.ts";
import type { DeletionPlan } from "./resource-types.ts";

export interface PlanQuery {
  data: DeletionPlan | undefined;
  error: { message: string } | null;
  refetch: () => Promise<unknown>;
}

/** The current effect of each way to delete a resource. */
export function useDeletionPlans(id: string): Record<Mode, PlanQuery> {
  const trpc = useTRPC();
  // A plan from a moment ago is outdated.
  const fresh = { staleTime: 0 };
  return {
    refuse: useQuery(trpc.resources.deletionPlan.queryOptions({ id }, fresh)),
    cascade: useQuery(trpc.resources.deletionPlan.queryOptions({ id, dependents: "cascade" }, fresh)),
    detach: useQuery(trpc.resources.deletionPlan.queryOptions({ id, dependents: "detach" }, fresh)),
  };
}

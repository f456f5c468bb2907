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

/** What each way of deleting a resource would come to now. */
export function useDeletionPlans(id: string): Record<Mode, PlanQuery> {
  const trpc = useTRPC();
  // What a plan was a moment ago is no plan.
  const fresh = { staleTime: 0 };
  return {
    refuse: useQuery(trpc.resources.deletionPlan.queryOptions({ id }, fresh)),
    cascade: useQuery(trpc.resources.deletionPlan.queryOptions({ id, dependents: "cascade" }, fresh)),
    detach: useQuery(trpc.resources.deletionPlan.queryOptions({ id, dependents: "detach" }, fresh)),
  };
}

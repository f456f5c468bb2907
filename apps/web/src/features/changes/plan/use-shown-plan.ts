"use client";

import type { ChangeSummary } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { type ActionFilter, ALL_ACTIONS } from "../change/action-filter.ts";
import { useActions } from "../change/use-actions.ts";
import { type ChangeDeeds, useChangeDeeds } from "../change/use-change-deeds.ts";
import type { OwnPlan } from "./use-plan-of.ts";

/** A plan with all that is shown of it. */
export interface ShownPlan {
  /** Undefined while it is being read. */
  change: ChangeSummary | undefined;
  error: { message: string } | null;
  refetch: () => void;
  read: ReturnType<typeof useActions>;
  filter: ActionFilter;
  onFilter: (patch: Partial<ActionFilter>) => void;
  deeds: ChangeDeeds;
  /** Nothing of it is refused, and it is still a plan. */
  canBeApplied: boolean;
}

/**
 * Reads a plan; while another one is read, the one before stays.
 * @param id null while there is none
 * @param onApplied before the page is left for the run
 * @param own the plan, if the page made it by itself
 */
export function useShownPlan(id: string | null, onApplied: () => void, own?: OwnPlan): ShownPlan {
  const trpc = useTRPC();
  const [filter, setFilter] = useState(ALL_ACTIONS);
  const query = useQuery({
    ...trpc.changes.get.queryOptions({ id: id ?? "" }),
    enabled: id !== null,
    placeholderData: keepPreviousData,
  });
  const read = useActions(id, filter);
  const deeds = useChangeDeeds(id ?? "", onApplied, own);
  const change = id === null ? undefined : query.data?.change;
  return {
    change,
    error: query.data ? null : query.error,
    refetch: () => void query.refetch(),
    read,
    filter,
    onFilter: (patch) => setFilter({ ...filter, ...patch }),
    deeds,
    canBeApplied:
      change?.id === id && change?.status === "planned" && change.counts.refuse === 0 && deeds.busy === null,
  };
}

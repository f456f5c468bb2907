"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { type FailureFilter, groupsInput } from "./failure-params.ts";

/** Failures by their errors, the largest groups first. `isOld`: they are still those of the last filter. */
export function useFailureGroups(filter: Pick<FailureFilter, "provider" | "q">) {
  const trpc = useTRPC();
  const { data: groups = [], isPlaceholderData: isOld } = useQuery({
    ...trpc.deadLetters.groups.queryOptions(groupsInput(filter)),
    placeholderData: keepPreviousData,
  });
  return { groups, isOld };
}

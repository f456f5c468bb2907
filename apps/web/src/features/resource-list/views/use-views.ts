"use client";

import type { SavedView } from "@pragma/contract";
import { roleAtLeast } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useViewer } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { ListFilters } from "../filters.ts";
import { isChanged } from "./view-query.ts";

export interface Views {
  views: readonly SavedView[];
  /** The one that the address names, if it exists. */
  current: SavedView | null;
  /** The list shows something else than the current one keeps. */
  isChanged: boolean;
  /** The viewer may change the current one. */
  canChange: boolean;
  /** Names another one in the address, or none. */
  setCurrent: (id: string | null) => void;
  isPending: boolean;
  refetch: () => void;
}

/** The saved views, and which of them is open. */
export function useViews(filters: ListFilters): Views {
  const trpc = useTRPC();
  const { role } = useViewer();
  const [id, setId] = useQueryState("view", parseAsString);
  const { data = [], isPending, refetch } = useQuery(trpc.views.list.queryOptions());
  const current = data.find((view) => view.id === id) ?? null;
  const mayChange = (view: SavedView): boolean =>
    view.own ? !view.shared || roleAtLeast(role, "member") : roleAtLeast(role, "admin");
  return {
    views: data,
    current,
    isChanged: current !== null && isChanged(current, filters),
    canChange: current !== null && mayChange(current),
    setCurrent: (next) => void setId(next),
    isPending,
    refetch: () => void refetch(),
  };
}

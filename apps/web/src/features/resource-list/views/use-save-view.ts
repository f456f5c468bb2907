"use client";

import type { SavedView } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** Saves a view, and says so. @param onSaved with the list of views read again */
export function useSaveView(onSaved: (view: SavedView) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.views.save.mutationOptions({
      onSuccess: async (view) => {
        await queryClient.invalidateQueries(trpc.views.pathFilter());
        toast.success(`View ${view.name} saved`);
        onSaved(view);
      },
    }),
  );
}

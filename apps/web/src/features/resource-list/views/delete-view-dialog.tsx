"use client";

import type { SavedView } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

export interface DeleteViewDialogProps {
  view: SavedView;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteViewDialog({ view, onDeleted, onClose }: DeleteViewDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.views.delete.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.views.pathFilter());
        toast.success(`View ${view.name} deleted`);
        onDeleted();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the view ${view.name}?`}
      description={
        view.shared
          ? "All members lose it, and links to it show the whole list. Resources are not affected."
          : "Links to it show the whole list. Resources are not affected."
      }
      action="Delete view"
      danger
      busy={remove.isPending}
      error={remove.error ? errorMessage(remove.error) : null}
      onConfirm={() => remove.mutate({ id: view.id })}
    />
  );
}

"use client";

import type { Token } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

export function RevokeTokenDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tokens.pathFilter());
        toast.success(`Token ${token.name} revoked`);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke the token ${token.name}?`}
      description={`Programs that use the token starting with ${token.prefix} are refused within a second. This cannot be undone.`}
      action="Revoke token"
      danger
      busy={revoke.isPending}
      error={revoke.error ? errorMessage(revoke.error) : null}
      onConfirm={() => revoke.mutate({ id: token.id })}
    />
  );
}

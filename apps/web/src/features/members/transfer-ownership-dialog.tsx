"use client";

import type { Member } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

export function TransferOwnershipDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { organizationName } = useViewer();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const label = member.name ?? member.email;
  const transfer = useMutation(
    trpc.members.transferOwnership.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.pathFilter());
        // The viewer's own role, which the layout reads, has changed.
        router.refresh();
        toast.success(`${label} owns ${organizationName} now`);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Transfer ownership to ${label}?`}
      description={`${label} becomes an owner of ${organizationName}, and you become an admin. Only an owner can undo this.`}
      action="Transfer ownership"
      danger
      busy={transfer.isPending}
      error={transfer.error ? errorMessage(transfer.error) : null}
      onConfirm={() => transfer.mutate({ userId: member.user_id })}
    />
  );
}

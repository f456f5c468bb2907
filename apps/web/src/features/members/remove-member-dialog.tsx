"use client";

import type { Member } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { organizationName } = useViewer();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const label = member.name ?? member.email;
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.pathFilter());
        void queryClient.invalidateQueries(trpc.invitations.pathFilter());
        void queryClient.invalidateQueries(trpc.tokens.pathFilter());
        toast.success(`${label} removed`);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Remove ${label}?`}
      description={`Their tokens of ${organizationName} and the invitations they sent end at once. What they applied stays.`}
      action="Remove member"
      danger
      busy={remove.isPending}
      error={remove.error ? errorMessage(remove.error) : null}
      onConfirm={() => remove.mutate({ userId: member.user_id })}
    />
  );
}

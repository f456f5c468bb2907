"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { HOME } from "~/lib/organization-path.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { expectToLeave } from "~/trpc/sign-out.ts";

/** @param lastOwner whether the organization would be without an owner, which is refused */
export function LeaveOrganizationDialog({ lastOwner, onClose }: { lastOwner: boolean; onClose: () => void }) {
  const { organizationName } = useViewer();
  const leave = useMutation(
    useTRPC().organizations.leave.mutationOptions({
      // Nothing that this page holds belongs to the organization that is viewed next.
      onSuccess: () => window.location.assign(HOME),
      onMutate: () => expectToLeave(true),
      onError: () => expectToLeave(false),
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Leave ${organizationName}?`}
      description="Your tokens of this organization end at once. You need an invitation to come back."
      action="Leave organization"
      danger
      busy={leave.isPending || leave.isSuccess}
      disabled={lastOwner}
      error={leave.error ? errorMessage(leave.error) : null}
      onConfirm={() => leave.mutate()}
    >
      {lastOwner ? <Notice tone="warning">You are the only owner. Make someone else an owner first.</Notice> : null}
    </ConfirmDialog>
  );
}

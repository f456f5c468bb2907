"use client";

import type { Invitation } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailPlus, UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

const addressee = ({ email }: Invitation): string => email ?? "anyone with the link";

const COLUMNS: readonly Column<Invitation>[] = [
  { head: "Role", className: "text-ink-soft", cell: ({ role }) => role },
  { head: "From", className: "text-ink-soft", cell: ({ creator_name }) => creator_name },
  {
    head: "Expires",
    className: "whitespace-nowrap text-ink-soft",
    cell: ({ expires_at }) => <RelativeTime iso={expires_at} upcoming isSteady />,
  },
];

export function InvitationList({ onInvite }: { onInvite: () => void }) {
  const invitations = useQuery(useTRPC().invitations.list.queryOptions());
  const [revoked, setRevoked] = useState<Invitation | null>(null);
  if (invitations.isPending) return <SkeletonRows rows={2} label="Loading the invitations" />;
  if (invitations.isError) {
    return <CallError error={invitations.error} onRetry={() => void invitations.refetch()} />;
  }
  if (invitations.data.length === 0) {
    return (
      <EmptyState
        icon={MailPlus}
        title="No open invitations"
        action={
          <Button onClick={onInvite}>
            <UserPlus aria-hidden /> Invite…
          </Button>
        }
      >
        An invitation is a link that lets one person join, once.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Invitations"
        rowHead={{ head: "For", className: "font-medium text-ink", cell: addressee }}
        columns={COLUMNS}
        actions={(invitation) => (
          <Button
            size="small"
            variant="dangerGhost"
            aria-label={`Revoke the invitation for ${addressee(invitation)}`}
            onClick={() => setRevoked(invitation)}
          >
            Revoke…
          </Button>
        )}
        rows={invitations.data}
        keyOf={({ id }) => id}
        className="sm:min-w-[40rem]"
      />
      {revoked ? <RevokeInvitationDialog invitation={revoked} onClose={() => setRevoked(null)} /> : null}
    </>
  );
}

function RevokeInvitationDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.invitations.pathFilter());
        toast.success("Invitation revoked");
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke the invitation for ${addressee(invitation)}?`}
      description="Its link stops working at once."
      action="Revoke invitation"
      danger
      busy={revoke.isPending}
      error={revoke.error ? errorMessage(revoke.error) : null}
      onConfirm={() => revoke.mutate({ id: invitation.id })}
    />
  );
}

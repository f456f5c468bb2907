"use client";

import type { Invitation } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailPlus, UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

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
            <UserPlus aria-hidden /> Invite
          </Button>
        }
      >
        An invitation is a link that lets one person join, once.
      </EmptyState>
    );
  }
  return (
    <>
      <Table label="Invitations" isStacked className="sm:min-w-[40rem]">
        <thead>
          <tr>
            <Th>For</Th>
            <Th>Role</Th>
            <Th>From</Th>
            <Th>Expires</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.data.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} onRevoke={() => setRevoked(invitation)} />
          ))}
        </tbody>
      </Table>
      {revoked ? <RevokeInvitationDialog invitation={revoked} onClose={() => setRevoked(null)} /> : null}
    </>
  );
}

const addressee = ({ email }: Invitation): string => email ?? "anyone with the link";

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  return (
    <tr>
      <th scope="row" className="border-t border-line px-4 py-2.5 font-medium text-ink">
        {addressee(invitation)}
      </th>
      <Td label="Role" className="text-ink-soft">
        {invitation.role}
      </Td>
      <Td label="From" className="text-ink-soft">
        {invitation.creator_name}
      </Td>
      <Td label="Expires" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={invitation.expires_at} upcoming isSteady />
      </Td>
      <Td className="text-right">
        <Button
          size="small"
          variant="dangerGhost"
          aria-label={`Revoke the invitation for ${addressee(invitation)}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      </Td>
    </tr>
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

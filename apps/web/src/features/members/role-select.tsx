"use client";

import type { Member, Role } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Select } from "~/components/ui/field.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { ROLE_WORDS, withArticle } from "~/lib/role-words.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { grantableRoles } from "./member-rules.ts";

/** Changes a member's role. Making or unmaking an owner needs confirmation. */
export function RoleSelect({ member }: { member: Member }) {
  const viewer = useViewer();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Role | null>(null);
  const label = member.name ?? member.email;
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: async (_, { role }) => {
        await queryClient.invalidateQueries(trpc.members.pathFilter());
        void queryClient.invalidateQueries(trpc.invitations.pathFilter());
        toast.success(`${label} is ${withArticle(role)} now`);
        setAsked(null);
      },
    }),
  );
  const choose = (role: Role): void => {
    if (role === "owner" || member.role === "owner") setAsked(role);
    else change.mutate({ userId: member.user_id, role });
  };
  const error = change.error ? errorMessage(change.error) : null;
  return (
    <>
      <Select
        className="h-8 w-32"
        aria-label={`Role of ${label}`}
        // The choice shows at once; a refusal restores the old role.
        value={change.isPending ? change.variables.role : member.role}
        disabled={change.isPending}
        onChange={(event) => choose(event.target.value as Role)}
      >
        {grantableRoles(viewer.role).map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </Select>
      {error && asked === null ? (
        <p role="alert" className="mt-1 text-dense text-danger-text">
          {error}
        </p>
      ) : null}
      {asked !== null ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={`Make ${label} ${withArticle(asked)}?`}
          description={
            asked === "owner"
              ? `${ROLE_WORDS.owner} Owners can also remove you.`
              : `${label} will no longer own the organization.`
          }
          action={`Make ${withArticle(asked)}`}
          busy={change.isPending}
          error={error}
          onConfirm={() => change.mutate({ userId: member.user_id, role: asked })}
        />
      ) : null}
    </>
  );
}

"use client";

import type { Member } from "@pragma/contract";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { LeaveOrganizationDialog } from "~/features/organization/leave-organization-dialog.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { MemberActions } from "./member-actions.tsx";
import { isLastOwner, mayManage } from "./member-rules.ts";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { RoleSelect } from "./role-select.tsx";
import { TransferOwnershipDialog } from "./transfer-ownership-dialog.tsx";

type OpenDialog = { kind: "remove" | "transfer"; member: Member } | { kind: "leave" };

const COLUMNS: readonly Column<Member>[] = [
  { head: "Role", cell: (member) => <Role member={member} /> },
  {
    head: "Joined",
    className: "whitespace-nowrap text-ink-soft",
    cell: ({ joined_at }) => <RelativeTime iso={joined_at} isSteady />,
  },
  {
    head: "Last seen",
    className: "whitespace-nowrap text-ink-soft",
    cell: ({ last_seen_at }) => (last_seen_at ? <RelativeTime iso={last_seen_at} isSteady /> : "never"),
  },
];

export function MemberTable({ members }: { members: readonly Member[] }) {
  const viewer = useViewer();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = (): void => setDialog(null);
  return (
    <>
      <DataTable
        label="Members"
        rowHead={{ head: "Person", cell: (member) => <Person member={member} /> }}
        columns={COLUMNS}
        actions={(member) => (
          <MemberActions
            member={member}
            onRemove={() => setDialog({ kind: "remove", member })}
            onTransfer={() => setDialog({ kind: "transfer", member })}
            onLeave={() => setDialog({ kind: "leave" })}
          />
        )}
        rows={members}
        keyOf={({ user_id }) => user_id}
        className="sm:min-w-[44rem]"
      />
      {dialog?.kind === "remove" ? <RemoveMemberDialog member={dialog.member} onClose={close} /> : null}
      {dialog?.kind === "transfer" ? <TransferOwnershipDialog member={dialog.member} onClose={close} /> : null}
      {dialog?.kind === "leave" ? (
        <LeaveOrganizationDialog lastOwner={isLastOwner(viewer, members)} onClose={close} />
      ) : null}
    </>
  );
}

function Person({ member: { user_id, name, email } }: { member: Member }) {
  const viewer = useViewer();
  return (
    <>
      <span className="flex items-center gap-2 font-medium text-ink">
        {name ?? email}
        {user_id === viewer.userId ? <Badge tone="accent">you</Badge> : null}
      </span>
      {name ? <span className="block text-dense text-ink-faint">{email}</span> : null}
    </>
  );
}

function Role({ member }: { member: Member }) {
  const viewer = useViewer();
  if (mayManage(viewer, member)) return <RoleSelect member={member} />;
  return <span className="text-ink-soft">{member.role}</span>;
}

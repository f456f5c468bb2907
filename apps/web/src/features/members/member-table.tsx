"use client";

import type { Member } from "@pragma/contract";
import { useState } from "react";
import { Table, Th } from "~/components/ui/table.tsx";
import { LeaveOrganizationDialog } from "~/features/organization/leave-organization-dialog.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { MemberRow } from "./member-row.tsx";
import { isLastOwner } from "./member-rules.ts";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { TransferOwnershipDialog } from "./transfer-ownership-dialog.tsx";

type Deed = { kind: "remove" | "transfer"; member: Member } | { kind: "leave" };

export function MemberTable({ members }: { members: readonly Member[] }) {
  const viewer = useViewer();
  const [deed, setDeed] = useState<Deed | null>(null);
  const close = (): void => setDeed(null);
  return (
    <>
      <Table label="Members" isStacked className="sm:min-w-[44rem]">
        <thead>
          <tr>
            <Th>Person</Th>
            <Th>Role</Th>
            <Th>Joined</Th>
            <Th>Last seen</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow
              key={member.user_id}
              member={member}
              onRemove={() => setDeed({ kind: "remove", member })}
              onTransfer={() => setDeed({ kind: "transfer", member })}
              onLeave={() => setDeed({ kind: "leave" })}
            />
          ))}
        </tbody>
      </Table>
      {deed?.kind === "remove" ? <RemoveMemberDialog member={deed.member} onClose={close} /> : null}
      {deed?.kind === "transfer" ? <TransferOwnershipDialog member={deed.member} onClose={close} /> : null}
      {deed?.kind === "leave" ? (
        <LeaveOrganizationDialog lastOwner={isLastOwner(viewer, members)} onClose={close} />
      ) : null}
    </>
  );
}

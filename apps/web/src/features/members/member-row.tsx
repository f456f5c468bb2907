"use client";

import type { Member } from "@pragma/contract";
import { Crown, Ellipsis, UserMinus } from "lucide-react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem } from "~/components/ui/menu.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Td } from "~/components/ui/table.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { mayManage, mayTransferTo } from "./member-rules.ts";
import { RoleSelect } from "./role-select.tsx";

export interface MemberRowProps {
  member: Member;
  onRemove: () => void;
  onTransfer: () => void;
  onLeave: () => void;
}

export function MemberRow({ member, onRemove, onTransfer, onLeave }: MemberRowProps) {
  const viewer = useViewer();
  const own = member.user_id === viewer.userId;
  const manages = mayManage(viewer, member);
  const label = member.name ?? member.email;
  return (
    <tr>
      <th scope="row" className="border-t border-line px-4 py-2.5 font-normal">
        <span className="flex items-center gap-2 font-medium text-ink">
          {label}
          {own ? <Badge tone="accent">you</Badge> : null}
        </span>
        {member.name ? <span className="block text-[0.8125rem] text-ink-faint">{member.email}</span> : null}
      </th>
      <Td label="Role">
        {manages ? <RoleSelect member={member} /> : <span className="text-ink-soft">{member.role}</span>}
      </Td>
      <Td label="Joined" className="whitespace-nowrap text-ink-soft">
        <RelativeTime iso={member.joined_at} isSteady />
      </Td>
      <Td label="Last seen" className="whitespace-nowrap text-ink-soft">
        {member.last_seen_at ? <RelativeTime iso={member.last_seen_at} isSteady /> : "never"}
      </Td>
      <Td className="text-right">
        {own ? (
          <Button size="small" variant="dangerGhost" onClick={onLeave}>
            Leave
          </Button>
        ) : null}
        {manages ? (
          <Menu
            trigger={
              <Button size="smallIcon" variant="ghost" aria-label={`Actions for ${label}`}>
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            {mayTransferTo(viewer, member) ? (
              <MenuItem onSelect={onTransfer}>
                <Crown aria-hidden /> Transfer ownership
              </MenuItem>
            ) : null}
            <MenuItem danger onSelect={onRemove}>
              <UserMinus aria-hidden /> Remove
            </MenuItem>
          </Menu>
        ) : null}
      </Td>
    </tr>
  );
}

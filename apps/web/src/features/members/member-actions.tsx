"use client";

import type { Member } from "@pragma/contract";
import { Crown, Ellipsis, UserMinus } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem } from "~/components/ui/menu.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { mayManage, mayTransferTo } from "./member-rules.ts";

export interface MemberActionsProps {
  member: Member;
  onRemove: () => void;
  onTransfer: () => void;
  onLeave: () => void;
}

/** The viewer's actions on a member: leave, if it is themselves. */
export function MemberActions({ member, onRemove, onTransfer, onLeave }: MemberActionsProps) {
  const viewer = useViewer();
  return (
    <>
      {member.user_id === viewer.userId ? (
        <Button size="small" variant="dangerGhost" onClick={onLeave}>
          Leave…
        </Button>
      ) : null}
      {mayManage(viewer, member) ? (
        <Menu
          trigger={
            <Button size="smallIcon" variant="ghost" aria-label={`Actions for ${member.name ?? member.email}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          {mayTransferTo(viewer, member) ? (
            <MenuItem onSelect={onTransfer}>
              <Crown aria-hidden /> Transfer ownership…
            </MenuItem>
          ) : null}
          <MenuItem danger onSelect={onRemove}>
            <UserMinus aria-hidden /> Remove…
          </MenuItem>
        </Menu>
      ) : null}
    </>
  );
}

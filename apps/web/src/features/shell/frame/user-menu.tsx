"use client";

import type { Role } from "@pragma/contract";
import { CircleUser, LogOut, ServerCog, UserCog } from "lucide-react";
import Link from "next/link";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { INSTALLATION } from "~/lib/installation-path.ts";
import { leaveBy } from "~/lib/leave-request.ts";
import { signOut } from "~/trpc/sign-out.ts";
import { usePerson } from "../person.tsx";

/** @param role in the current organization, if there is one */
export function UserMenu({ role }: { role?: Role }) {
  const { userId, email, name, operator } = usePerson();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Account of ${name ?? email}`}>
          <CircleUser aria-hidden />
        </Button>
      }
    >
      <MenuLabel>
        <span className="block max-w-56 truncate text-sm text-ink">{name ?? email}</span>
        <span className="block max-w-56 truncate">{[name && email, role].filter(Boolean).join(" · ")}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account">
          <UserCog aria-hidden /> Your account
        </Link>
      </MenuItem>
      {operator ? (
        <MenuItem asChild>
          <Link href={INSTALLATION}>
            <ServerCog aria-hidden /> Installation
          </Link>
        </MenuItem>
      ) : null}
      <MenuItem onSelect={() => leaveBy(() => void signOut(userId))}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}

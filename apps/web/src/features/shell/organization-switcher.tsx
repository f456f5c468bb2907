"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { useTransition } from "react";
import { switchOrganizationAction } from "~/auth/actions/switch-organization.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { useViewer } from "./viewer.tsx";

/** Which organization is looked at, and the others that one may look at instead. */
export function OrganizationSwitcher() {
  const { organizations, organizationId, organizationName, role } = useViewer();
  const [switching, startSwitching] = useTransition();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          disabled={switching}
          className="flex w-full items-center gap-2 rounded-md border border-line bg-canvas px-2.5 py-1.5 text-left hover:bg-sunken"
        >
          {/* The name is made of what is shown, which it must hold (WCAG 2.5.3). */}
          <span className="sr-only">Switch organization, now</span>
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded bg-accent-soft text-xs font-semibold text-accent-text uppercase"
          >
            {organizationName.slice(0, 2)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium text-ink">{organizationName}</span>
            <span className="block text-xs text-ink-faint">{role}</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </button>
      }
    >
      <MenuLabel>Organizations</MenuLabel>
      {organizations.map(({ id, name }) => (
        <MenuItem
          key={id}
          onSelect={() => {
            if (id !== organizationId) startSwitching(() => switchOrganizationAction(id));
          }}
        >
          <span className="max-w-56 flex-1 truncate">{name}</span>
          {id === organizationId ? <Check aria-label="current" /> : null}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/organizations/new">
          <Plus aria-hidden /> New organization
        </Link>
      </MenuItem>
    </Menu>
  );
}

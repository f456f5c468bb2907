"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { organizationPath } from "~/lib/organization-path.ts";
import { useViewer } from "../viewer.tsx";

/**
 * The current organization, with links to the others. The current page does not exist in them, so links go to the
 * overview.
 */
export function OrganizationSwitcher() {
  const { organizations, organizationId, organizationName, role } = useViewer();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          // All visible text is part of its accessible name (WCAG 2.5.3); the initials are only a picture.
          aria-label={`Organization ${organizationName}, ${role}, switch`}
          className="flex w-full items-center gap-2 rounded-md border border-line bg-canvas px-2.5 py-1.5 text-left hover:bg-sunken"
        >
          <span
            data-initials={organizationName.slice(0, 2)}
            className="grid size-7 shrink-0 place-items-center rounded bg-accent-soft text-xs font-semibold text-accent-text uppercase before:content-[attr(data-initials)]"
          />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium text-ink">{organizationName}</span>{" "}
            <span className="block text-xs text-ink-faint">{role}</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </button>
      }
    >
      <MenuLabel>Organizations</MenuLabel>
      {organizations.map(({ id, slug, name }) => (
        <MenuItem key={id} asChild>
          {/* A prefetched page is not viewed. */}
          <Link href={organizationPath(slug)} prefetch={false}>
            <span className="max-w-56 flex-1 truncate">{name}</span>
            {id === organizationId ? <Check aria-label="current" /> : null}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account/organizations/new">
          <Plus aria-hidden /> New organization
        </Link>
      </MenuItem>
    </Menu>
  );
}

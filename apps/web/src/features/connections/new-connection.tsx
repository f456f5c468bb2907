"use client";

import { CONNECTION_TYPE } from "@pragma/contract";
import { Plus } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "~/components/ui/menu.tsx";
import { Link } from "~/features/shell/link.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";

/** Begins a connection, of one of some providers. */
export function NewConnection({ providers }: { providers: readonly string[] }) {
  return (
    <Menu
      trigger={
        <Button variant="primary">
          <Plus aria-hidden /> New connection
        </Button>
      }
    >
      <MenuLabel>Of the provider</MenuLabel>
      {providers.map((provider) => (
        <MenuItem key={provider} asChild>
          <Link href={newResourceHref({ type: `${provider}/${CONNECTION_TYPE}` })}>{provider}</Link>
        </MenuItem>
      ))}
    </Menu>
  );
}

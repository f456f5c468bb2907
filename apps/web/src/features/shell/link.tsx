"use client";

import NextLink, { useLinkStatus } from "next/link";
import { type ComponentProps, useEffect } from "react";
import { pendingNavigations } from "./pending-navigations.ts";
import { useOrganizationPath } from "./use-organization-path.ts";

export interface LinkProps extends Omit<ComponentProps<typeof NextLink>, "href"> {
  /** Path within the organization, as `hrefs.ts` builds it. */
  href: string;
}

/** Links to another page of the current organization. For pages outside of it use Next's own. */
export function Link({ href, children, ...props }: LinkProps) {
  const pathOf = useOrganizationPath();
  return (
    <NextLink href={pathOf(href)} {...props}>
      {children}
      <Pending />
    </NextLink>
  );
}

/** Shows the bar at the top while the link's page is being fetched. */
function Pending() {
  const { pending } = useLinkStatus();
  useEffect(() => (pending ? pendingNavigations.begin() : undefined), [pending]);
  return null;
}

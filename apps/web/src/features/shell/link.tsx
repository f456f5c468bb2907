"use client";

import NextLink, { useLinkStatus } from "next/link";
import { type ComponentProps, useEffect } from "react";
import { pendingNavigations } from "./pending-navigations.ts";
import { useOrganizationPath } from "./use-organization-path.ts";
import { useSettled } from "./use-settled.ts";

export interface LinkProps extends Omit<ComponentProps<typeof NextLink>, "href"> {
  /** Path within the organization, as `hrefs.ts` builds it. */
  href: string;
}

/**
 * Links to another page of the current organization. For pages outside of it use Next's own. By default the page is
 * prefetched, which takes two requests to the server: once the page with the link has settled.
 */
export function Link({ href, children, ...props }: LinkProps) {
  const pathOf = useOrganizationPath();
  const isSettled = useSettled();
  return (
    <NextLink href={pathOf(href)} prefetch={isSettled ? "auto" : false} {...props}>
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

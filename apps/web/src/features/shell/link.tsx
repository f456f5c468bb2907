"use client";

import NextLink from "next/link";
import type { ComponentProps } from "react";
import { useOrganizationPath } from "./use-organization-path.ts";

export interface LinkProps extends Omit<ComponentProps<typeof NextLink>, "href"> {
  /** Path within the organization, as `hrefs.ts` builds it. */
  href: string;
}

/** Leads to another page of the organization that is looked at. Pages outside of it have Next's own. */
export function Link({ href, ...props }: LinkProps) {
  const pathOf = useOrganizationPath();
  return <NextLink href={pathOf(href)} {...props} />;
}

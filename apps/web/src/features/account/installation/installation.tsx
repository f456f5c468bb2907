"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { AccountsSection } from "./accounts-section.tsx";
import { EmailsSection } from "./emails-section.tsx";
import { OrganizationsSection } from "./organizations-section.tsx";

/** The operators' pages. Nobody else sees them. */
export function Installation() {
  const me = useQuery(useTRPC().account.me.queryOptions());
  if (!me.data?.operator) return null;
  return (
    <>
      <EmailsSection />
      <OrganizationsSection />
      <AccountsSection ownId={me.data.userId} />
    </>
  );
}

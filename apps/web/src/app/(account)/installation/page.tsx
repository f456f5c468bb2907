import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireLogin } from "~/auth/login.ts";
import { InstallationPage } from "~/features/installation/installation-page.tsx";
import { INSTALLATION } from "~/lib/installation-path.ts";
import { getOutsideTrpc, getQueryClient, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Installation" };

export default async function InstallationRoute() {
  const { operator } = await requireLogin(INSTALLATION);
  if (!operator) notFound();
  const { emails, organizations, accounts } = getOutsideTrpc().operator;
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(emails.list.queryOptions()),
    client.prefetchQuery(organizations.list.queryOptions({ q: "" })),
    client.prefetchQuery(accounts.list.queryOptions({ q: "" })),
  ]);
  return (
    <Hydrate>
      <InstallationPage />
    </Hydrate>
  );
}

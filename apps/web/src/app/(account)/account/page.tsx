import type { Metadata } from "next";
import { getLogin } from "~/auth/login.ts";
import { AccountPage } from "~/features/account/account-page.tsx";
import { getOutsideTrpc, getQueryClient, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountRoute() {
  if (await getLogin()) await getQueryClient().prefetchQuery(getOutsideTrpc().account.logins.list.queryOptions());
  return (
    <Hydrate>
      <AccountPage />
    </Hydrate>
  );
}

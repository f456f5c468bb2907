import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { requireLogin } from "~/auth/login.ts";
import { AccountShell } from "~/features/shell/frame/account-shell.tsx";
import { requestedPath } from "~/server/requested-path.ts";
import { TrpcReactProvider } from "~/trpc/client.tsx";

/** Layout of pages for signed-in users, outside of organizations. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { userId, email, name, operator, lastOrganization } = await requireLogin(await requestedPath());
  return (
    <TrpcReactProvider userId={userId} organizationId={null}>
      <NuqsAdapter>
        <AccountShell person={{ userId, email, name, operator }} lastOrganization={lastOrganization}>
          {children}
        </AccountShell>
      </NuqsAdapter>
    </TrpcReactProvider>
  );
}

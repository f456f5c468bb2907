import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { getLogin, requireLogin } from "~/auth/login.ts";
import { AppShell } from "~/features/shell/app-shell.tsx";
import { NoOrganization } from "~/features/shell/no-organization.tsx";
import { TrpcReactProvider } from "~/trpc/client.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get("x-pragma-path") ?? "/";
  const login = (await getLogin()) ?? (await requireLogin(path));
  const { userId, email, name, organizations, member } = login;
  return (
    <TrpcReactProvider>
      <NuqsAdapter>
        {member ? (
          <AppShell
            viewer={{
              userId,
              email,
              name,
              organizations: [...organizations],
              organizationId: member.organizationId,
              organizationName: member.organizationName,
              role: member.role,
              scopes: [...member.scopes],
            }}
          >
            {children}
          </AppShell>
        ) : (
          <NoOrganization email={email} />
        )}
      </NuqsAdapter>
    </TrpcReactProvider>
  );
}

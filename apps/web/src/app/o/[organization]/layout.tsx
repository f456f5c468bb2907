import type { Metadata } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { requireOrganization, type Visit } from "~/auth/organization.ts";
import { AppShell } from "~/features/shell/frame/app-shell.tsx";
import { services } from "~/server/services.ts";
import { TrpcReactProvider } from "~/trpc/client.tsx";
import { getStreamPosition } from "~/trpc/server.tsx";

/**
 * Names the organization in the title of every page: a browser may have tabs of several. By its address, which is known at once: while
 * the database hangs, a page would have no title until it knows the name.
 */
export async function generateMetadata({ params }: { params: Promise<{ organization: string }> }): Promise<Metadata> {
  const { organization } = await params;
  return { title: { default: organization, template: `%s – ${organization} – Pragma` } };
}

/** Layout of every page of an organization. */
export default async function OrganizationLayout({ children }: { children: ReactNode }) {
  const visit = await requireOrganization();
  const [streamPosition] = await Promise.all([getStreamPosition(), noteVisit(visit)]);
  const { login, organization, member } = visit;
  const { userId, email, name, operator } = login;
  return (
    <TrpcReactProvider key={organization.id} userId={userId} organizationId={organization.id}>
      <NuqsAdapter>
        <AppShell
          person={{ userId, email, name, operator }}
          viewer={{
            userId,
            organizations: [...login.organizations],
            organizationId: organization.id,
            organizationSlug: organization.slug,
            organizationName: organization.name,
            role: member.role,
            scopes: [...member.scopes],
          }}
          streamPosition={streamPosition}
        >
          {children}
        </AppShell>
      </NuqsAdapter>
    </TrpcReactProvider>
  );
}

/** Remembers the viewed organization. Prefetched pages do not count. */
async function noteVisit({ login, organization }: Visit): Promise<void> {
  if ((await headers()).has("next-router-prefetch")) return;
  const { core, useCases } = services();
  await useCases.visitOrganization(core, login, organization.id).catch((err: unknown) => {
    core.services.logger.warn({ err }, "which organization was looked at was not noted");
  });
}

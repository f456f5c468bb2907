import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireLogin } from "~/auth/login.ts";
import { returnPath } from "~/auth/return-path.ts";
import { NoOrganization } from "~/features/organization/no-organization.tsx";
import { OrganizationChoice } from "~/features/organization/organization-choice.tsx";
import { organizationPath } from "~/lib/organization-path.ts";
import { requestedPath } from "~/server/requested-path.ts";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "Choose an organization" };

interface Props {
  searchParams: Promise<{ to?: string | string[] }>;
}

/**
 * Where a URL without an organization leads. `to` is the requested page within the organization: a member of one
 * organization is redirected there, others are asked which.
 */
export default async function ChooseOrganizationPage({ searchParams }: Props) {
  const to = [(await searchParams).to ?? []].flat()[0] ?? "/";
  const login = await requireLogin(await requestedPath());
  const { core, env, useCases } = services();
  const choices = login.organizations.map(({ id, slug, name, role }) => {
    const path = to.startsWith("/") ? organizationPath(slug, to) : organizationPath(slug);
    return { id, name, role, href: returnPath(path, env.settings.publicWebUrl) };
  });
  const [only, ...others] = choices;
  if (!only) {
    return (
      <NoOrganization
        person={{ userId: login.userId, email: login.email }}
        mayCreate={useCases.mayCreateOrganization(core, login)}
      />
    );
  }
  if (others.length === 0) redirect(only.href);
  return <OrganizationChoice userId={login.userId} choices={choices} last={login.lastOrganization?.id ?? null} />;
}

import type { Metadata } from "next";
import { getLogin } from "~/auth/login.ts";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { CreateOrganizationForm } from "~/features/organization/create-organization-form.tsx";
import { CreationRefused } from "~/features/organization/creation-refused.tsx";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganizationPage() {
  const { core, useCases } = services();
  const login = await getLogin();
  // The layout redirects users who are not signed in.
  const refused = login !== null && !useCases.mayCreateOrganization(core, login);
  return (
    <div className="max-w-md">
      <PageHeader
        title="New organization"
        description="Its resources, tokens and members are separate from every other organization's. You will be its owner."
      />
      {refused ? <CreationRefused /> : <CreateOrganizationForm />}
    </div>
  );
}

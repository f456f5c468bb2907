import type { Metadata } from "next";
import { requireLogin } from "~/auth/login.ts";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { CreateOrganizationForm } from "~/features/organization/create-organization-form.tsx";
import { CreationRefused } from "~/features/organization/creation-refused.tsx";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganizationPage() {
  const { core, useCases } = services();
  const login = await requireLogin("/account/organizations/new");
  return (
    <div className="max-w-md">
      <PageHeader
        title="New organization"
        description="Its resources, tokens and members are separate from every other organization's. You will be its owner."
      />
      {useCases.mayCreateOrganization(core, login) ? (
        <CreateOrganizationForm userId={login.userId} />
      ) : (
        <CreationRefused />
      )}
    </div>
  );
}

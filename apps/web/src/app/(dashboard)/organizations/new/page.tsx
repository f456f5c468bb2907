import type { Metadata } from "next";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { CreateOrganizationForm } from "~/features/organization/create-organization-form.tsx";

export const metadata: Metadata = { title: "New organization" };

export default function NewOrganizationPage() {
  return (
    <div className="max-w-md">
      <PageHeader
        title="New organization"
        description="Its resources, tokens and members are apart from those of all others. You will be its owner."
      />
      <CreateOrganizationForm />
    </div>
  );
}

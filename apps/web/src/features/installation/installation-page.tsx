"use client";

import { PageHeader } from "~/components/ui/page-header.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { AccountsSection } from "./accounts-section.tsx";
import { EmailsSection } from "./emails-section.tsx";
import { OrganizationsSection } from "./organizations-section.tsx";

/** Settings of the whole installation, for operators. The server shows it to nobody else. */
export function InstallationPage() {
  const { userId } = usePerson();
  return (
    <>
      <PageHeader
        title="Installation"
        description="Organizations, operators and addresses of this installation. Only operators see this page."
      />
      <div className="flex max-w-3xl flex-col gap-5">
        <EmailsSection />
        <OrganizationsSection />
        <AccountsSection ownId={userId} />
      </div>
    </>
  );
}

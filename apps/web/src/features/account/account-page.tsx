"use client";

import { PageHeader } from "~/components/ui/page-header.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { InstallationLink } from "./installation-link.tsx";
import { LoginList } from "./login-list.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import { ZoneChoice } from "./zone-choice.tsx";

export function AccountPage() {
  const { email } = usePerson();
  return (
    <>
      <PageHeader title="Your account" description={`Signed in as ${email}.`} />
      <div className="flex max-w-3xl flex-col gap-5">
        <ProfileForm />
        <PasswordForm />
        <LoginList />
        <ThemeChoice />
        <ZoneChoice />
        <InstallationLink />
      </div>
    </>
  );
}

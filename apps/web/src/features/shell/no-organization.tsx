import { CreateOrganizationForm } from "~/features/organization/create-organization-form.tsx";
import { Logo } from "./logo.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

/** For who is signed in and in no organization, as after leaving the last one. */
export function NoOrganization({ email }: { email: string }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-4 py-10">
      <Logo />
      <div>
        <h1 className="text-xl font-semibold text-ink">You are in no organization</h1>
        <p className="mt-1 text-ink-soft">
          You are signed in as {email}. Follow an invitation to join an organization, or create one of your own.
        </p>
      </div>
      <CreateOrganizationForm />
      <SignOutButton />
    </main>
  );
}

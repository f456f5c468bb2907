import type { Person } from "~/features/shell/person.tsx";
import { SignOutButton } from "~/features/shell/sign-out-button.tsx";
import { CreateOrganizationForm } from "./create-organization-form.tsx";
import { CreationRefused } from "./creation-refused.tsx";

/** For signed-in users without an organization, such as after leaving the last one. */
export function NoOrganization({
  person: { userId, email },
  mayCreate,
}: {
  person: Pick<Person, "userId" | "email">;
  mayCreate: boolean;
}) {
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-xl font-semibold text-ink">You are not in any organization</h1>
        <p className="mt-1 text-ink-soft">
          You are signed in as {email}. Follow an invitation to join an organization
          {mayCreate ? ", or create one of your own." : "."}
        </p>
      </div>
      {mayCreate ? <CreateOrganizationForm userId={userId} /> : <CreationRefused />}
      <SignOutButton userId={userId} />
    </div>
  );
}

import type { InvitationPreview } from "@pragma/contract";
import type { Metadata } from "next";
import { getLogin } from "~/auth/login.ts";
import { signInProviders } from "~/auth/providers.ts";
import { InvitationGone } from "~/features/invitations/invitation-gone.tsx";
import { InvitationSummary } from "~/features/invitations/invitation-summary.tsx";
import { JoinForm } from "~/features/invitations/join-form.tsx";
import { JoinFromOutside } from "~/features/invitations/join-from-outside.tsx";
import { OtherAccount } from "~/features/invitations/other-account.tsx";
import { services } from "~/server/services.ts";

// The URL is a secret as long as the invitation is valid.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

/** The target of an invitation's link. */
export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const [invitation, login] = await Promise.all([findInvitation(token), getLogin()]);
  if (!invitation) return <InvitationGone signedIn={login !== null} />;
  const forAnother = login !== null && invitation.email !== null && invitation.email !== login.email;
  return (
    <div className="flex flex-col gap-6">
      <InvitationSummary invitation={invitation} />
      {forAnother ? <OtherAccount token={token} invited={invitation.email ?? ""} signedIn={login} /> : null}
      {login && !forAnother ? <JoinForm token={token} userId={login.userId} email={login.email} /> : null}
      {login ? null : (
        <JoinFromOutside token={token} email={invitation.email} providers={signInProviders(services().env)} />
      )}
    </div>
  );
}

async function findInvitation(token: string): Promise<InvitationPreview | null> {
  const { core, useCases } = services();
  try {
    return await useCases.getInvitation(core, token);
  } catch (error) {
    if (error instanceof useCases.DomainError && error.code === "not_found") return null;
    throw error;
  }
}

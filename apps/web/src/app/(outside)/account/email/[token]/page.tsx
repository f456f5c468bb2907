import type { Metadata } from "next";
import { requireLogin } from "~/auth/login.ts";
import { ConfirmEmailForm } from "~/features/account/confirm-email-form.tsx";
import { services } from "~/server/services.ts";

// The URL is a secret until it has been used.
export const metadata: Metadata = { title: "Confirm your email address", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

/** The target of the link in a mail. Has a button, since mail scanners follow links. */
export default async function ConfirmEmailPage({ params }: Props) {
  const { token } = await params;
  const login = await requireLogin(`/account/email/${token}`);
  const { core, useCases } = services();
  const awaited = await useCases.awaitedEmail(core, login);
  return (
    <ConfirmEmailForm token={token} userId={login.userId} signedInAs={login.email} email={awaited?.email ?? null} />
  );
}

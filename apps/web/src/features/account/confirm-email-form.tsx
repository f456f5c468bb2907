"use client";

import Link from "next/link";
import { useActionState } from "react";
import { confirmEmailAction } from "~/auth/actions/confirm-email.ts";
import { type FormState, UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

export interface ConfirmEmailFormProps {
  token: string;
  userId: string;
  signedInAs: string;
  /** The account's unconfirmed address; null if there is none. */
  email: string | null;
}

/** Explains the link from a mail, with the button to confirm. */
export function ConfirmEmailForm({ token, userId, signedInAs, email }: ConfirmEmailFormProps) {
  const [state, action, pending] = useActionState<FormState, FormData>(
    confirmEmailAction.bind(null, userId),
    UNTOUCHED,
  );
  if (email === null) {
    return (
      <div className="flex flex-col items-start gap-4">
        <div>
          <h1 className="text-lg font-semibold text-ink">This link is not for you, or no longer valid</h1>
          <p className="mt-2 text-ink-soft">
            You are signed in as {signedInAs}, and it has no address to confirm. Ask for another link from the account
            that the email is about.
          </p>
        </div>
        <Button asChild>
          <Link href="/account">Your account</Link>
        </Button>
      </div>
    );
  }
  return (
    <form action={action} className="flex flex-col items-start gap-4">
      <h1 className="text-lg font-semibold text-ink">Confirm your email address</h1>
      <p className="text-ink-soft">
        <strong className="text-ink">{email}</strong> will be the address of the account that you are signed in to,{" "}
        {signedInAs}. Anyone who signs in with that address gets access to this account.
      </p>
      {state.error ? <Notice tone="danger">{state.error}</Notice> : null}
      <input type="hidden" name="token" value={token} />
      <Button type="submit" variant="primary" busy={pending}>
        Confirm address
      </Button>
    </form>
  );
}

"use client";

import { useActionState } from "react";
import { joinOrganizationAction } from "~/auth/actions/join-organization.ts";
import { type FormState, UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** For signed-in users. */
export function JoinForm({ token, userId, email }: { token: string; userId: string; email: string }) {
  const [state, action, pending] = useActionState<FormState, FormData>(
    joinOrganizationAction.bind(null, userId),
    UNTOUCHED,
  );
  return (
    <form action={action} className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      {state.error ? <Notice tone="danger">{state.error}</Notice> : null}
      <Button type="submit" variant="primary" busy={pending} className="max-w-full">
        <span className="truncate">Join as {email}</span>
      </Button>
    </form>
  );
}

"use client";

import { useActionState } from "react";
import { joinWithNewAccountAction } from "~/auth/actions/join-with-new-account.ts";
import { type FormState, UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** @param email whom the invitation is for; null for anyone with the link */
export function NewAccountForm({ token, email }: { token: string; email: string | null }) {
  const [state, action, pending] = useActionState<FormState, FormData>(joinWithNewAccountAction, UNTOUCHED);
  const { error, fields, values } = state;
  return (
    <form action={action} className="flex flex-col gap-4" noValidate>
      <input type="hidden" name="token" value={token} />
      <h2 className="text-sm font-semibold text-ink">Create an account</h2>
      {error ? <Notice tone="danger">{error}</Notice> : null}
      <Field label="Your name" error={fields["name"]} required>
        {(control) => <Input {...control} name="name" autoComplete="name" defaultValue={values["name"] ?? ""} />}
      </Field>
      <Field
        label="Email"
        hint={email === null ? undefined : "The invitation is for this address only."}
        error={fields["email"]}
        required
      >
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            readOnly={email !== null}
            defaultValue={email ?? values["email"] ?? ""}
          />
        )}
      </Field>
      <Field label="Password" hint="At least 12 characters." error={fields["password"]} required>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" variant="primary" busy={pending}>
        Create account and join
      </Button>
    </form>
  );
}

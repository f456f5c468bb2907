"use client";

import { useActionState } from "react";
import { completeSetupAction } from "~/auth/actions/complete-setup.ts";
import { type FormState, UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** @param code the one-time code, if the link from the start contains it */
export function SetupForm({ code }: { code: string }) {
  const [state, action, pending] = useActionState<FormState, FormData>(completeSetupAction, UNTOUCHED);
  const { error, fields, values } = state;
  return (
    <form action={action} className="flex flex-col gap-4" noValidate>
      <div>
        <h1 className="text-lg font-semibold text-ink">Welcome to Pragma</h1>
        <p className="mt-1 text-ink-soft">Create the first account and its organization. You will be its owner.</p>
      </div>
      {error ? <Notice tone="danger">{error}</Notice> : null}
      <Field
        label="Set-up code"
        hint="npm start printed it; elsewhere it is the setting PRAGMA_SETUP_CODE."
        error={fields["code"]}
        required
      >
        {(control) => (
          <Input
            {...control}
            name="code"
            autoComplete="one-time-code"
            spellCheck={false}
            className="font-mono"
            defaultValue={values["code"] ?? code}
          />
        )}
      </Field>
      <Field label="Your name" error={fields["name"]} required>
        {(control) => <Input {...control} name="name" autoComplete="name" defaultValue={values["name"] ?? ""} />}
      </Field>
      <Field label="Email" error={fields["email"]} required>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" defaultValue={values["email"] ?? ""} />
        )}
      </Field>
      <Field label="Password" hint="At least 12 characters." error={fields["password"]} required>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Field label="Organization" error={fields["organizationName"]} required>
        {(control) => (
          <Input
            {...control}
            name="organizationName"
            autoComplete="organization"
            defaultValue={values["organizationName"] ?? ""}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={pending}>
        Create account
      </Button>
    </form>
  );
}

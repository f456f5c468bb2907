"use client";

import { useActionState } from "react";
import { createOrganizationAction } from "~/auth/actions/create-organization.ts";
import { type FormState, UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** @param userId whose it will be */
export function CreateOrganizationForm({ userId }: { userId: string }) {
  const [state, action, pending] = useActionState<FormState, FormData>(
    createOrganizationAction.bind(null, userId),
    UNTOUCHED,
  );
  return (
    <form action={action} className="flex flex-col gap-4" noValidate>
      {state.error ? <Notice tone="danger">{state.error}</Notice> : null}
      <Field label="Name of the organization" error={state.fields["name"]} required>
        {(control) => (
          <Input {...control} name="name" autoComplete="organization" defaultValue={state.values["name"] ?? ""} />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={pending} className="self-start">
        Create organization
      </Button>
    </form>
  );
}

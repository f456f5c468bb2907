"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useActionState, useEffect } from "react";
import { changePasswordAction, type PasswordState } from "~/auth/actions/change-password.ts";
import { UNTOUCHED } from "~/auth/form-state.ts";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";

const FIRST: PasswordState = { ...UNTOUCHED, done: false };

export function PasswordForm() {
  const { userId } = usePerson();
  const [state, action, pending] = useActionState<PasswordState, FormData>(
    changePasswordAction.bind(null, userId),
    FIRST,
  );
  const { error, fields } = state;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!state.done) return;
    toast.success("Password changed");
    void queryClient.invalidateQueries(trpc.account.logins.pathFilter());
  }, [state, trpc, queryClient]);
  return (
    <Section title="Password" description="Changing it signs you out everywhere else. API tokens stay valid.">
      <form action={action} className="flex flex-col gap-4 p-4" noValidate>
        {error ? <Notice tone="danger">{error}</Notice> : null}
        <Field label="Current password" error={fields["current"]} required>
          {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="New password" hint="At least 12 characters." error={fields["next"]} required>
            {(control) => <Input {...control} name="next" type="password" autoComplete="new-password" />}
          </Field>
          <Field label="Repeat new password" hint="To catch typing errors." error={fields["again"]} required>
            {(control) => <Input {...control} name="again" type="password" autoComplete="new-password" />}
          </Field>
        </div>
        <Button type="submit" busy={pending} className="self-start">
          Change password
        </Button>
      </form>
    </Section>
  );
}

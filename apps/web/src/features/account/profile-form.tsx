"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage, fieldMessages } from "~/trpc/error-message.ts";
import { EmailStatus } from "./email-status.tsx";

/** Name and email. Another email needs the password, and waits until it is confirmed. */
export function ProfileForm() {
  const person = usePerson();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(person.name ?? "");
  const [email, setEmail] = useState(person.email);
  const [password, setPassword] = useState("");
  const movesEmail = email.trim().toLowerCase() !== person.email;
  const update = useMutation(
    trpc.account.updateProfile.mutationOptions({
      // The password is in its variables.
      gcTime: 0,
      onSuccess: ({ awaited }) => {
        setPassword("");
        setEmail(person.email);
        router.refresh();
        void queryClient.invalidateQueries(trpc.account.email.pathFilter());
        toast.success(awaited ? `Profile saved. ${awaited.email} is waiting to be confirmed` : "Profile saved");
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    update.mutate({ name, ...(movesEmail ? { email, password } : {}) }, { onSuccess: () => update.reset() });
  };
  const refused = fieldMessages(update.error);
  return (
    <Section title="Profile">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
        {update.error && Object.keys(refused).length === 0 ? (
          <Notice tone="danger">{errorMessage(update.error)}</Notice>
        ) : null}
        <Field label="Name" error={refused["name"]} required>
          {(control) => (
            <Input {...control} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Email" error={refused["email"]} required>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <EmailStatus />
        {movesEmail ? (
          <Field
            label="Your password"
            hint="Needed to change the email address, which must then be confirmed."
            error={refused["password"]}
            required
          >
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        <Button type="submit" busy={update.isPending} className="self-start">
          Save profile
        </Button>
      </form>
    </Section>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage, fieldMessages } from "~/trpc/error-message.ts";

export function OrganizationName() {
  const { organizationName, role } = useViewer();
  const router = useRouter();
  const [name, setName] = useState(organizationName);
  const rename = useMutation(
    useTRPC().organizations.rename.mutationOptions({
      onSuccess: () => {
        // The layout has the name, too.
        router.refresh();
        toast.success("Organization renamed");
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate({ name });
  };
  if (role !== "owner") {
    return (
      <Section title="Organization">
        <p className="px-4 py-3 text-ink">
          {organizationName} <span className="text-ink-faint">· only an owner can rename it</span>
        </p>
      </Section>
    );
  }
  const refused = fieldMessages(rename.error);
  return (
    <Section title="Organization">
      <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3 p-4">
        <Field
          label="Name"
          className="min-w-60 flex-1"
          error={rename.error ? (refused["name"] ?? errorMessage(rename.error)) : null}
          required
        >
          {(control) => (
            <Input {...control} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Button type="submit" busy={rename.isPending} disabled={name.trim() === organizationName}>
          Rename
        </Button>
      </form>
    </Section>
  );
}

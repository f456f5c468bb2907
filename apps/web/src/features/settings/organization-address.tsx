"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { organizationPath } from "~/lib/organization-path.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage, fieldMessages } from "~/trpc/error-message.ts";

/** The organization's name in the URLs of its pages, for owners to change. */
export function OrganizationAddress() {
  const { organizationSlug, role } = useViewer();
  const router = useRouter();
  const [slug, setSlug] = useState(organizationSlug);
  const change = useMutation(
    useTRPC().organizations.changeSlug.mutationOptions({
      onSuccess: (changed) => {
        toast.success("Address changed");
        router.replace(organizationPath(changed.slug, "/settings"));
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ slug });
  };
  if (role !== "owner") return null;
  const refused = fieldMessages(change.error);
  return (
    <Section title="Address">
      <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3 p-4">
        <Field
          label="Name in addresses"
          hint={`Pages are at ${organizationPath(slug)}. The former address redirects there for 30 days.`}
          className="min-w-60 flex-1"
          error={change.error ? (refused["slug"] ?? errorMessage(change.error)) : null}
          required
        >
          {(control) => (
            <Input
              {...control}
              value={slug}
              maxLength={39}
              spellCheck={false}
              autoCapitalize="none"
              className="font-mono"
              onChange={(event) => setSlug(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={change.isPending} disabled={slug === organizationSlug}>
          Change address
        </Button>
      </form>
    </Section>
  );
}

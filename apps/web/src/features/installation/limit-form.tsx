"use client";

import { type OrganizationLimit, setLimitInputSchema } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { amountWords, LIMIT_LABELS } from "~/features/limits/limit-words.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

/** One limit of an organization: its usage and its value. */
export function LimitForm({ organizationId, limit }: { organizationId: string; limit: OrganizationLimit }) {
  const { limit: name, value, standard, raised, used } = limit;
  const label = LIMIT_LABELS[name];
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState(String(value));
  const [problem, setProblem] = useState<string | null>(null);
  const change = useMutation(
    trpc.operator.organizations.setLimit.mutationOptions({
      onSuccess: async (_nothing, input) => {
        setText(String(input.value ?? standard));
        await queryClient.invalidateQueries(trpc.operator.organizations.limits.pathFilter());
        toast.success(`${label}: ${amountWords(name, input.value ?? standard)}`);
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = setLimitInputSchema.safeParse({ organizationId, limit: name, value: Number(text) });
    setProblem(input.error ? `It ${input.error.issues[0]?.message}.` : null);
    if (input.success) change.mutate(input.data);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-2">
      <Field
        label={label}
        hint={`${amountWords(name, used)} used, ${amountWords(name, standard)} by default`}
        error={problem ?? (change.error ? errorMessage(change.error) : null)}
        className="min-w-48 flex-1"
      >
        {(control) => (
          <Input {...control} inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <Button
        type="submit"
        busy={change.isPending}
        disabled={text.trim() === String(value)}
        aria-label={`Save, ${label}`}
      >
        Save
      </Button>
      {raised ? (
        <Button
          variant="ghost"
          disabled={change.isPending}
          aria-label={`Use the default, ${label}`}
          onClick={() => change.mutate({ organizationId, limit: name, value: null })}
        >
          Use the default
        </Button>
      ) : null}
    </form>
  );
}

"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Field, Select } from "~/components/ui/field.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { checkIntervalWords } from "./check-interval-words.ts";

const HOUR = 3600;
/** What can be chosen; programs may set any other. */
const CHOICES: readonly (number | null)[] = [null, 60, 300, 900, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 0];

/** How often real things are compared with what is declared, for owners to change. */
export function CheckInterval() {
  const settings = useQuery(useTRPC().settings.get.queryOptions());
  const shown = settings.data ? (
    <Interval key={settings.data.check_every} stored={settings.data.check_every} />
  ) : (
    <div className="p-4">
      <Skeleton className="h-9" />
    </div>
  );
  return (
    <Section
      title="Checks for drift"
      description="How often the real things are compared with what is declared, where their type says nothing else."
    >
      {settings.isError ? <CallError error={settings.error} onRetry={() => void settings.refetch()} /> : shown}
    </Section>
  );
}

function Interval({ stored }: { stored: number | null }) {
  const { role } = useViewer();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(stored);
  const change = useMutation(
    trpc.settings.change.mutationOptions({
      onSuccess: (settings) => {
        queryClient.setQueryData(trpc.settings.get.queryKey(), settings);
        toast.success("Interval changed");
      },
    }),
  );
  if (role !== "owner") {
    return (
      <p className="px-4 py-3 text-ink">
        Checked {checkIntervalWords(stored)} <span className="text-ink-faint">· only an owner can change that</span>
      </p>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ check_every: chosen });
  };
  const choices = CHOICES.includes(stored) ? CHOICES : [stored, ...CHOICES];
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3 p-4">
      <Field
        label="Each resource is checked"
        className="min-w-60 flex-1"
        error={change.error ? errorMessage(change.error) : null}
      >
        {(control) => (
          <Select
            {...control}
            value={String(chosen)}
            onChange={(event) => setChosen(event.target.value === "null" ? null : Number(event.target.value))}
          >
            {choices.map((seconds) => (
              <option key={seconds} value={String(seconds)}>
                {checkIntervalWords(seconds)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" busy={change.isPending} disabled={chosen === stored}>
        Change interval
      </Button>
    </form>
  );
}

"use client";

import type { EmailToConfirm } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

/** Addresses waiting for confirmation by an operator. */
export function EmailsSection() {
  const emails = useQuery(useTRPC().operator.emails.list.queryOptions());
  return (
    <Section
      title="Addresses to confirm"
      description="Confirm an address only if you know that it belongs to this person: anyone who signs in with it gets access to the account."
    >
      {emails.isPending ? <SkeletonRows rows={1} label="Loading the addresses" /> : null}
      {emails.isError ? <CallError error={emails.error} onRetry={() => void emails.refetch()} /> : null}
      {emails.data?.length === 0 ? <p className="px-4 py-3 text-ink-faint">No addresses are waiting.</p> : null}
      <ul className="divide-y divide-line">
        {emails.data?.map((waiting) => (
          <EmailRow key={waiting.user_id} waiting={waiting} />
        ))}
      </ul>
    </Section>
  );
}

function EmailRow({ waiting }: { waiting: EmailToConfirm }) {
  const { user_id: userId, email, former_email: former, name } = waiting;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = (text: string) => () => {
    void queryClient.invalidateQueries(trpc.operator.pathFilter());
    void queryClient.invalidateQueries(trpc.account.pathFilter());
    toast.success(text);
  };
  const confirm = useMutation(
    trpc.operator.emails.confirm.mutationOptions({ onSuccess: done(`${email} is confirmed`) }),
  );
  const refuse = useMutation(trpc.operator.emails.refuse.mutationOptions({ onSuccess: done(`${email} is refused`) }));
  const failed = confirm.error ?? refuse.error;
  return (
    <li data-list-row="" className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-ink">{email}</p>
        <p className="text-dense text-ink-faint">
          {name ?? "No name"}
          {former === email ? ", the address of the account" : `, now ${former}`}
        </p>
      </div>
      <Button
        size="small"
        aria-label={`Refuse ${email}`}
        busy={refuse.isPending}
        onClick={() => refuse.mutate({ userId, email })}
      >
        Refuse
      </Button>
      <Button
        size="small"
        variant="primary"
        aria-label={`Confirm ${email}`}
        busy={confirm.isPending}
        onClick={() => confirm.mutate({ userId, email })}
      >
        Confirm
      </Button>
      {failed ? (
        <Notice tone="danger" className="w-full">
          {errorMessage(failed)}
        </Notice>
      ) : null}
    </li>
  );
}

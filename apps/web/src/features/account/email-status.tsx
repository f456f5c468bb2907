"use client";

import type { AwaitedEmail } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

/** The status of an account's address: waiting for confirmation, or never confirmed. */
export function EmailStatus() {
  const trpc = useTRPC();
  const me = useQuery(trpc.account.me.queryOptions());
  const awaited = useQuery(trpc.account.email.awaited.queryOptions());
  if (awaited.data) return <Awaited awaited={awaited.data} />;
  return me.data?.emailProven === false && awaited.isSuccess ? <Unproven /> : null;
}

function Awaited({ awaited: { email, by } }: { awaited: AwaitedEmail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const withdraw = useMutation(
    trpc.account.email.withdraw.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.account.email.pathFilter()),
    }),
  );
  return (
    <Notice className="flex flex-wrap items-center gap-3">
      <span className="min-w-0 flex-1">
        {by === "link"
          ? `A link was sent to ${email}. Open it within a day to confirm the address.`
          : `An operator of this installation has to confirm ${email}.`}
      </span>
      <Button size="small" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
        Withdraw
      </Button>
    </Notice>
  );
}

function Unproven() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const prove = useMutation(
    trpc.account.email.prove.mutationOptions({
      onSuccess: ({ email, by }) => {
        void queryClient.invalidateQueries(trpc.account.email.pathFilter());
        toast.success(by === "link" ? `A link was sent to ${email}` : "An operator was asked to confirm the address");
      },
    }),
  );
  return (
    <Notice tone="warning" className="flex flex-wrap items-center gap-3">
      <span className="min-w-0 flex-1">
        This address is not confirmed yet. Until it is, it cannot accept invitations, and no other way of signing in can
        be linked to it.
      </span>
      <Button size="small" busy={prove.isPending} onClick={() => prove.mutate()}>
        Confirm address
      </Button>
      {prove.error ? <span role="alert">{errorMessage(prove.error)}</span> : null}
    </Notice>
  );
}

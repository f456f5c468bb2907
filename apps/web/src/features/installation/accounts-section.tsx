"use client";

import type { AccountSummary } from "@pragma/contract";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { SearchBox } from "./search-box.tsx";

/** The operators of the installation. */
export function AccountsSection({ ownId }: { ownId: string }) {
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const options = useTRPC().operator.accounts.list.queryOptions({ q }, { placeholderData: keepPreviousData });
  const accounts = useQuery(options);
  return (
    <Section
      title="Operators"
      description="Operators create organizations, let them push providers, and confirm addresses."
    >
      <SearchBox label="Find an account" value={text} onChange={setText} />
      {accounts.isPending ? <SkeletonRows rows={2} label="Loading the accounts" /> : null}
      {accounts.isError ? <CallError error={accounts.error} onRetry={() => void accounts.refetch()} /> : null}
      {accounts.data?.length === 0 ? <p className="px-4 py-3 text-ink-faint">No account matches.</p> : null}
      <ul className="max-h-96 divide-y divide-line overflow-y-auto">
        {accounts.data?.map((account) => (
          <AccountRow key={account.id} account={account} own={account.id === ownId} />
        ))}
      </ul>
    </Section>
  );
}

function AccountRow({ account, own }: { account: AccountSummary; own: boolean }) {
  const { id, email, name, email_proven, operator } = account;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.operator.accounts.setOperator.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.operator.accounts.pathFilter());
        // Operators who revoke their own role no longer see this page.
        if (own) await queryClient.invalidateQueries(trpc.account.me.queryFilter());
      },
    }),
  );
  return (
    <li data-list-row="" className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-ink">{name ?? email}</p>
        <p className="truncate text-dense text-ink-faint">
          {email}
          {email_proven ? "" : ", not confirmed"}
          {own ? ", you" : ""}
        </p>
      </div>
      <LabelledCheckbox
        label="Operator"
        aria-label={`Operator, ${email}`}
        checked={operator}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ userId: id, operator: event.target.checked })}
      />
      {change.error ? (
        <Notice tone="danger" className="w-full">
          {errorMessage(change.error)}
        </Notice>
      ) : null}
    </li>
  );
}

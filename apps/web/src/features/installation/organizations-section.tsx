"use client";

import type { OrganizationSummary } from "@pragma/contract";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useDeferredValue, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { SearchBox } from "./search-box.tsx";

/** Loaded when it is first opened. */
const LimitsDialog = dynamic(() => loadPart(() => import("./limits-dialog.tsx")).then((file) => file.LimitsDialog), {
  ssr: false,
});

/** Which organizations may push code, and their limits. */
export function OrganizationsSection() {
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const options = useTRPC().operator.organizations.list.queryOptions({ q }, { placeholderData: keepPreviousData });
  const organizations = useQuery(options);
  return (
    <Section title="Organizations" description="Pushing a provider runs its code on this installation's workers.">
      <SearchBox label="Find an organization" value={text} onChange={setText} />
      {organizations.isPending ? <SkeletonRows rows={2} label="Loading the organizations" /> : null}
      {organizations.isError ? (
        <CallError error={organizations.error} onRetry={() => void organizations.refetch()} />
      ) : null}
      {organizations.data?.length === 0 ? <p className="px-4 py-3 text-ink-faint">No organization matches.</p> : null}
      <ul className="max-h-96 divide-y divide-line overflow-y-auto">
        {organizations.data?.map((organization) => (
          <OrganizationRow key={organization.id} organization={organization} />
        ))}
      </ul>
    </Section>
  );
}

function OrganizationRow({ organization: { id, name, owners, may_push } }: { organization: OrganizationSummary }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const grant = useMutation(
    trpc.operator.organizations.setPushGrant.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.operator.organizations.pathFilter()),
    }),
  );
  const [limiting, setLimiting] = useState(false);
  return (
    <li data-list-row="" className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-ink">{name}</p>
        <p className="truncate text-dense text-ink-faint">{owners}</p>
      </div>
      <LabelledCheckbox
        label="May push providers"
        aria-label={`May push providers, ${name}`}
        checked={may_push}
        disabled={grant.isPending}
        onChange={(event) => grant.mutate({ organizationId: id, mayPush: event.target.checked })}
      />
      <Button size="small" aria-label={`Limits, ${name}`} onClick={() => setLimiting(true)}>
        Limits…
      </Button>
      {limiting ? <LimitsDialog organizationId={id} name={name} onClose={() => setLimiting(false)} /> : null}
      {grant.error ? (
        <Notice tone="danger" className="w-full">
          {errorMessage(grant.error)}
        </Notice>
      ) : null}
    </li>
  );
}

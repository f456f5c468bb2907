"use client";

import type { MyLogin } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { browserName } from "./browser-name.ts";
import { EndEverywhereDialog } from "./end-everywhere-dialog.tsx";

/** The user's logins. */
export function LoginList() {
  const logins = useQuery(useTRPC().account.logins.list.queryOptions());
  const [ending, setEnding] = useState(false);
  return (
    <Section
      title="Where you are signed in"
      actions={
        <Button size="small" variant="dangerGhost" onClick={() => setEnding(true)}>
          Sign out everywhere…
        </Button>
      }
    >
      {logins.isPending ? <SkeletonRows rows={2} label="Loading where you are signed in" /> : null}
      {logins.isError ? <CallError error={logins.error} onRetry={() => void logins.refetch()} /> : null}
      <ul className="divide-y divide-line">
        {logins.data?.map((login) => (
          <LoginRow key={login.id} login={login} />
        ))}
      </ul>
      {ending ? <EndEverywhereDialog onClose={() => setEnding(false)} /> : null}
    </Section>
  );
}

function LoginRow({ login }: { login: MyLogin }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const name = browserName(login.user_agent);
  const end = useMutation(
    trpc.account.logins.end.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.account.logins.pathFilter());
        toast.success(`Signed out of ${name}`);
      },
    }),
  );
  return (
    <li data-list-row="" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
      <MonitorSmartphone className="size-5 shrink-0 text-ink-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink" title={login.user_agent ?? undefined}>
          {name}
          {login.current ? <Badge tone="accent">this browser</Badge> : null}
        </p>
        <p className="text-dense text-ink-faint">
          {login.address} · last seen <RelativeTime iso={login.last_seen_at} /> · signed in{" "}
          <RelativeTime iso={login.created_at} />
        </p>
      </div>
      {login.current ? null : (
        <Button
          size="small"
          busy={end.isPending}
          aria-label={`Sign out of ${name}, ${login.address}`}
          onClick={() => end.mutate({ id: login.id })}
        >
          Sign out
        </Button>
      )}
      {end.error ? (
        <Notice tone="danger" className="w-full">
          {errorMessage(end.error)}
        </Notice>
      ) : null}
    </li>
  );
}

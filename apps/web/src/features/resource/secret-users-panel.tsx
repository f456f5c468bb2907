"use client";

import { actorWords } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { SecretUsers } from "./resource-types.ts";

/**
 * Resources that could leak this one's sensitive values through a provider. Shows nothing for a resource that is not a
 * secret and whose sensitive values nobody uses.
 */
export function SecretUsersPanel({ resourceKey, isSecret }: { resourceKey: string; isSecret: boolean }) {
  const { data, error, refetch } = useQuery(useTRPC().resources.secretUsers.queryOptions({ id: resourceKey }));
  if (!isSecret && !data?.users.length) return null;
  return (
    <Section title="Secret used by" description="Resources whose provider receives its sensitive values">
      {error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <SkeletonRows rows={2} label="Loading who uses the secret" /> : null}
      {data ? <Users {...data} /> : null}
    </Section>
  );
}

function Users({ users, truncated }: SecretUsers) {
  if (users.length === 0) return <p className="p-4 text-ink-soft">No resource uses it.</p>;
  return (
    <div className="p-4">
      <ul aria-label="Secret used by" className="flex flex-col gap-3">
        {users.map(({ key, lifecycle_state, places, via, applied_by: by }) => (
          <li key={key} data-list-row="">
            <ResourceLink resourceKey={key} state={lifecycle_state} className="flex justify-between" />
            <p className="mt-0.5 text-dense text-ink-faint [overflow-wrap:anywhere]">
              {places.length > 0 ? (
                <span className="font-mono">{places.join(", ")}</span>
              ) : (
                "In a config too large to show"
              )}
              {via === null ? null : ` via ${via}`}
              {`, applied by ${actorWords(by)}`}
            </p>
          </li>
        ))}
      </ul>
      {truncated ? <p className="mt-3 text-dense text-ink-faint">There are more than are listed here.</p> : null}
    </div>
  );
}

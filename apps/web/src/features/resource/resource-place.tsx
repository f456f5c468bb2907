"use client";

import type { Resource } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { ChangeLink } from "~/features/changes/change-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { providerHref, resourcesHref, typeHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";

const LINK = "text-accent-text underline-offset-4 hover:underline";
/** A provider is deployed rarely, and its own page is live. */
const VERSION_IS_FRESH_MS = 60_000;

/** Where a resource belongs: its type's documentation, the version that its provider runs, its set, and its last change. */
export function ResourcePlace({ resource }: { resource: Resource }) {
  const { provider, resource: type, set, change_id: change } = resource;
  const trpc = useTRPC();
  const providers = useQuery(
    trpc.providers.list.queryOptions(undefined, { enabled: useCan("providers:read"), staleTime: VERSION_IS_FRESH_MS }),
  );
  const version = providers.data?.find(({ provider_id: id }) => id === provider)?.current_version ?? null;
  const facts: [name: string, value: ReactNode][] = [
    [
      "Type",
      <Link key="type" href={typeHref(provider, type)} prefetch={false} className={LINK}>
        {provider}/{type}
      </Link>,
    ],
  ];
  if (version !== null)
    facts.push([
      "Provider",
      <Link key="provider" href={providerHref(provider)} prefetch={false} className={LINK}>
        {provider} {version}
      </Link>,
    ]);
  if (set)
    facts.push([
      "Set",
      <Link key="set" href={resourcesHref({ set })} prefetch={false} className={LINK}>
        {set}
      </Link>,
    ]);
  if (change)
    facts.push(["Last change", <ChangeLink key="change" id={change} words="a change" className="line-clamp-2" />]);
  return (
    <dl aria-label="Where it belongs" className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 gap-y-1 text-dense">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className="mr-2 min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

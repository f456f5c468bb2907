"use client";

import { CONNECTION_TYPE } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { Card } from "~/components/ui/card.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import type { ListPage } from "~/features/resource-list/list-types.ts";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { ConnectionTable } from "./connection-table.tsx";
import { CONNECTIONS_INPUT } from "./connections-input.ts";
import { NewConnection } from "./new-connection.tsx";
import { useConnectionProviders } from "./use-connection-providers.ts";

/** The servers that providers reach, and how many resources are on each. */
export function ConnectionsPage() {
  const canRead = useCan("resources:read");
  return canRead ? (
    <Readable />
  ) : (
    <>
      <Header />
      <Card>
        <NotIncluded />
      </Card>
    </>
  );
}

function Header({ providers = [] }: { providers?: readonly string[] }) {
  const canWrite = useCan("resources:write");
  return (
    <PageHeader
      title="Connections"
      description="Each tells a provider how to reach a server. Resources name the one that they use."
      actions={canWrite && providers.length > 0 ? <NewConnection providers={providers} /> : null}
    />
  );
}

function Readable() {
  const trpc = useTRPC();
  const providers = useConnectionProviders();
  const found = useQuery(trpc.resources.list.queryOptions(CONNECTIONS_INPUT));
  useLiveRefresh(found.refetch, ({ resource }) => resource === CONNECTION_TYPE);
  const failed = [providers, found].find(({ data, error }) => error !== null && data === undefined);
  const isLoaded = found.data !== undefined && providers.data !== undefined;
  return (
    <>
      <Header {...(providers.data && { providers: providers.data })} />
      <Card>
        {failed?.error ? <CallError error={failed.error} onRetry={() => void failed.refetch()} /> : null}
        {isLoaded ? <Connections page={found.data} providers={providers.data ?? []} /> : null}
        {failed || isLoaded ? null : <SkeletonRows rows={5} label="Loading the connections" />}
      </Card>
    </>
  );
}

function Connections({ page: { items, nextCursor }, providers }: { page: ListPage; providers: readonly string[] }) {
  const rows = items.filter(({ provider }) => providers.includes(provider));
  if (rows.length === 0) return <NoConnections isSupported={providers.length > 0} />;
  return (
    <>
      <ConnectionTable rows={rows} />
      {nextCursor === null ? null : (
        <p className="border-t border-line px-4 py-3 text-ink-soft">
          There are more than are listed here.{" "}
          <Link
            href={`/resources?type=${CONNECTION_TYPE}`}
            className="text-accent-text underline-offset-4 hover:underline"
          >
            All connections
          </Link>
        </p>
      )}
    </>
  );
}

function NoConnections({ isSupported }: { isSupported: boolean }) {
  return (
    <EmptyState icon={Cable} title="No connections yet">
      A connection holds the address and the credentials of a server. Create one, and resources need only its name. A
      new password is changed in one place.{isSupported ? null : " None of the deployed providers uses connections."}
    </EmptyState>
  );
}

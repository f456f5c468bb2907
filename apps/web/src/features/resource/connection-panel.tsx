"use client";

import { CONNECTION_TYPE, type Resource, resourceKey } from "@pragma/contract";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { UsedBy } from "~/features/connections/used-by.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { useProviderConnections } from "~/features/resource-elements/use-provider-connections.ts";

/** The connection that a resource uses, or of a connection how many use it. */
export function ConnectionPanel({ resource }: { resource: Resource }) {
  const { provider, resource: type, connection } = resource;
  const { isSupported } = useProviderConnections(type === CONNECTION_TYPE ? provider : null);
  if (isSupported)
    return (
      <Panel>
        <UsedBy connection={resourceKey(resource)} />
      </Panel>
    );
  if (connection === null) return null;
  return (
    <Panel>
      <ResourceLink resourceKey={resourceKey(connection)} />
    </Panel>
  );
}

function Panel({ children }: { children: ReactNode }) {
  return (
    <Section title="Connection">
      <div className="p-4">{children}</div>
    </Section>
  );
}

import { type Resource, resourceKey } from "@pragma/contract";
import { CONNECTION_TYPE } from "@pragma/contract/connection";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";

/** The connection that a resource uses or, of a connection, a way to all that use it. */
export function ConnectionRow({ resource }: { resource: Resource }) {
  const isConnection = resource.resource === CONNECTION_TYPE;
  if (!isConnection && !resource.connection) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-xs font-medium text-ink-faint">Connection</h3>
      {resource.connection ? <ResourceLink resourceKey={resourceKey(resource.connection)} /> : null}
      {isConnection ? (
        <Link
          href={resourcesHref({ connection: resourceKey(resource) })}
          prefetch={false}
          className="text-accent-text underline-offset-4 hover:underline"
        >
          All that use it
        </Link>
      ) : null}
    </div>
  );
}

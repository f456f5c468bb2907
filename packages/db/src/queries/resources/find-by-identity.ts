import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** What names a thing; of several connections: an identity is unique in its type and connection alone. */
export interface Thing extends Pick<ResourceRow, "provider" | "resource"> {
  identity: string;
}

/** A resource, and what names its thing: of one that was never provisioned, what it is to take over. */
export interface IdentifiedRow extends Thing, Pick<ResourceRow, "key" | "id" | "connection" | "provisioned"> {}

const find = tenantStatement(
  "find_by_identity",
  `SELECT r.* FROM unnest($2::text[], $3::text[], $4::text[]) AS wanted(provider, resource, identity) CROSS JOIN LATERAL (
     SELECT x.provider, x.resource, COALESCE(x.identity, '') AS identity, x.key, x.id, x.connection, x.provisioned FROM resources x
     WHERE x.organization_id = $1 AND x.provider = wanted.provider AND x.resource = wanted.resource
       AND x.identity = wanted.identity OFFSET 0
   ) AS r ORDER BY r.key COLLATE "C"`,
);

/** Resources of these things, by key. */
export function findByIdentity(tenant: Tenant, things: readonly Thing[]): Promise<IdentifiedRow[]> {
  return tenant.query<IdentifiedRow>(
    find,
    things.map(({ provider }) => provider),
    things.map(({ resource }) => resource),
    things.map(({ identity }) => identity),
  );
}

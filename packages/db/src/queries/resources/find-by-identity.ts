import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** A resource, and what names its thing: of one that was never provisioned, what it is to take over. */
export interface IdentifiedRow extends Pick<ResourceRow, "key" | "id" | "connection" | "provisioned"> {
  identity: string;
}

const find = tenantStatement(
  "find_by_identity",
  `SELECT r.key, r.id, r.connection, r.provisioned, wanted.identity AS identity
   FROM unnest($4::text[]) AS wanted(identity) CROSS JOIN LATERAL (
     SELECT x.key, x.id, x.connection, x.provisioned, x.identity FROM resources x
     WHERE x.organization_id = $1 AND x.provider = $2 AND x.resource = $3 AND x.identity = wanted.identity OFFSET 0
   ) AS r ORDER BY r.key COLLATE "C"`,
);

/**
 * Resources of a type whose things have one of these identities, by key. Of several connections: an identity is unique in its type and
 * connection alone.
 */
export function findByIdentity(
  tenant: Tenant,
  { provider, resource }: Pick<ResourceRow, "provider" | "resource">,
  identities: readonly string[],
): Promise<IdentifiedRow[]> {
  return tenant.query<IdentifiedRow>(find, provider, resource, identities);
}

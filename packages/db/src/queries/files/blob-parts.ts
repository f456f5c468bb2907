import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

const put = tenantStatement(
  "put_blob_part",
  `INSERT INTO blob_parts (organization_id, key, part, content) VALUES ($1, $2, $3, $4)
   ON CONFLICT (organization_id, key, part) DO UPDATE SET content = EXCLUDED.content`,
);

const read = tenantStatement(
  "read_blob_part",
  "SELECT content FROM blob_parts WHERE organization_id = $1 AND key = $2 AND part = $3",
);

const remove = tenantStatement(
  "remove_blob_parts",
  "DELETE FROM blob_parts WHERE organization_id = $1 AND key = ANY ($2::text[])",
);

export async function putBlobPart(tenant: Tenant, key: string, part: number, content: Buffer): Promise<void> {
  await tenant.query(put, key, part, content);
}

/** The part, or undefined after the last. */
export async function readBlobPart(tenant: Tenant, key: string, part: number): Promise<Buffer | undefined> {
  const row = await tenant.queryOne<{ content: Buffer }>(read, key, part);
  return row?.content;
}

export async function removeBlobs(tenant: Tenant, keys: readonly string[]): Promise<void> {
  await tenant.query(remove, keys);
}

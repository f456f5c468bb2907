import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

const first = systemStatement("first_organization", "SELECT id FROM organizations ORDER BY created_at, id LIMIT 1");

/** The id of the organization that was created first; null while there is none. */
export async function findFirstOrganization(db: Database): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(first, []);
  return row?.id ?? null;
}

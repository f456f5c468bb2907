import { createPool } from "@pragma/db";
import { stackInfo } from "./stack-info.ts";

/** Tables that change over time, or by being viewed, while nobody writes anything. */
const RESTLESS = ["logins", "open_streams", "pending_looks", "quota_leases", "rate_limit_windows"];

/** Everything that is stored of an organization, one line per row, in a fixed order. */
export async function rowsOf(organizationId: string): Promise<string[]> {
  const pool = createPool({ url: stackInfo().databaseUrl, name: "pragma-e2e-rows", max: 1 });
  try {
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'organization_id' AND t.table_type = 'BASE TABLE'
         AND NOT c.table_name = ANY ($1) ORDER BY 1`,
      [RESTLESS],
    );
    const lines: string[] = [];
    for (const { name } of [...tables, { name: "organizations" }]) {
      const column = name === "organizations" ? "id" : "organization_id";
      const { rows } = await pool.query<{ line: string }>(
        `SELECT to_jsonb(r)::text AS line FROM "${name}" r WHERE r."${column}" = $1 ORDER BY 1`,
        [organizationId],
      );
      lines.push(...rows.map(({ line }) => `${name} ${line}`));
    }
    return lines;
  } finally {
    await pool.end();
  }
}

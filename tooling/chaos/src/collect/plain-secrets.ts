import { SECRET_PREFIX } from "@pragma/testing/chaos";
import type pg from "pg";

/** Where in the database a secret can be read as it is: `table.column`. Bytes of files are nobody's secret. */
export async function findPlainSecrets(pool: pg.Pool): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('text', 'json', 'jsonb')`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await pool.query(`SELECT FROM "${table}" WHERE "${column}"::text LIKE $1 LIMIT 1`, [
      `%${SECRET_PREFIX}%`,
    ]);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

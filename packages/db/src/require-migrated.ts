import type { Pool } from "pg";

/** The newest of `prisma/migrations`, a folder that a bundled program does not have. */
export const NEWEST_MIGRATION = "0050_replacement";

/**
 * Refuses a database that does not fit this version's queries, before anything is queried.
 *
 * @throws Error saying what to do; PostgreSQL's error if it cannot be queried
 */
export async function requireMigrated(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ known: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known",
  );
  if (rows[0]?.known) {
    const { rowCount } = await pool.query(
      "SELECT 1 FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL",
      [NEWEST_MIGRATION],
    );
    if (rowCount === 1) return;
  }
  throw new Error(
    `DATABASE_URL: the database lacks the migration ${NEWEST_MIGRATION}. Run node packages/db/scripts/migrate.ts with this DATABASE_URL, then start again`,
  );
}

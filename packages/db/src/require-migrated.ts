import type { Pool } from "pg";

/** The newest of `prisma/migrations`, which is not at hand where a program runs as a bundle. */
export const NEWEST_MIGRATION = "0025_hold_shipped_types";

/**
 * Refuses a database that this version's queries do not fit, before anything is asked of it.
 *
 * @throws Error saying what to do; what PostgreSQL says if it cannot be asked
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

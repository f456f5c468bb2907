import { MigrationError } from "./errors.ts";
import type { MigrationFile } from "./files.ts";

/** The columns of a `_prisma_migrations` row that decide what to do. */
export interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

/**
 * The migrations left to apply.
 *
 * @throws MigrationError if a migration was edited after it was applied, if one is half applied (only another tool
 *   leaves that), or if the database has one that is not among these files: it belongs to a newer version.
 */
export function planMigrations(files: readonly MigrationFile[], rows: readonly AppliedMigration[]): MigrationFile[] {
  const applied = new Map(rows.filter((row) => !row.rolled_back_at).map((row) => [row.migration_name, row]));
  for (const row of applied.values()) {
    const file = files.find((candidate) => candidate.name === row.migration_name);
    if (!row.finished_at) {
      throw new MigrationError(`Migration ${row.migration_name} was begun by another tool and did not finish.`);
    }
    if (!file) {
      throw new MigrationError(
        `The database has the migration ${row.migration_name}, which this version does not know: it was made by a newer one.`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        `Migration ${row.migration_name} was edited after it had been applied: restore it, and put the change into a new one.`,
      );
    }
  }
  return files.filter((file) => !applied.has(file.name));
}

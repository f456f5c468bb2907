import { begunElsewhere, MigrationError } from "./errors.ts";
import type { MigrationFile } from "./files.ts";
import { FORMER_CHECKSUMS } from "./former-checksums.ts";

/** The columns of a `_prisma_migrations` row that decide what to do. */
export interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
  readonly applied_steps_count: number;
}

/** A migration that is not, or not fully, applied. */
export interface PendingMigration {
  readonly file: MigrationFile;
  /** How many of its steps are applied: an earlier run was interrupted between two. */
  readonly done: number;
}

/**
 * The migrations left to apply.
 *
 * @throws MigrationError if a migration was edited after it was applied, if one is half applied by another tool, or if the
 *   database has one that is not among these files: it belongs to a newer version.
 */
export function planMigrations(
  files: readonly MigrationFile[],
  rows: readonly AppliedMigration[],
): readonly PendingMigration[] {
  const begun = new Map(rows.filter((row) => !row.rolled_back_at).map((row) => [row.migration_name, row]));
  for (const row of begun.values()) {
    const file = files.find((candidate) => candidate.name === row.migration_name);
    // Other tools count the steps once they have finished.
    if (!row.finished_at && row.applied_steps_count === 0) {
      throw begunElsewhere(row.migration_name);
    }
    if (!file) {
      throw new MigrationError(
        `The database has the migration ${row.migration_name}, which this version does not know: it was made by a newer one.`,
      );
    }
    if (!isChecksumOf(file, row)) {
      throw new MigrationError(
        `Migration ${row.migration_name} was edited after it had been applied: restore it, and put the change into a new one.`,
      );
    }
  }
  return files.flatMap((file) => {
    const row = begun.get(file.name);
    return row?.finished_at ? [] : [{ file, done: row?.applied_steps_count ?? 0 }];
  });
}

/** Steps that are left must be those of the file that was begun. */
function isChecksumOf(file: MigrationFile, { checksum, finished_at: finishedAt }: AppliedMigration): boolean {
  if (file.checksum === checksum) return true;
  return finishedAt !== null && (FORMER_CHECKSUMS[file.name]?.includes(checksum) ?? false);
}

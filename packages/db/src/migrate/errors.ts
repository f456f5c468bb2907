/** Migrations cannot be applied, for a reason that fits into one line. The database is unchanged. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Migrations cannot be applied, for a reason that one line explains. The database is as it was. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

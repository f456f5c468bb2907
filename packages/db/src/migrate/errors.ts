/** Migrations cannot be applied, for a reason that fits into one line. What was applied before stays, as whole steps. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

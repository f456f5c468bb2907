/** Migrations cannot be applied, for a reason that fits into one line. What was applied before stays, as whole steps. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Such a tool runs a file as one transaction: nobody but a person knows whether that was committed. */
export function begunElsewhere(migration: string): MigrationError {
  return new MigrationError(`Migration ${migration} was begun by another tool and did not finish.`);
}

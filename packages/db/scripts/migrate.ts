import process from "node:process";
import { MigrationError, migrate } from "../src/migrate/index.ts";

/**
 * Brings the database of `DATABASE_URL` up to date, for installations that `npm start` does not run. Safe to repeat, and
 * to run on several machines at once: one does it, the others wait and find nothing to do.
 */
const url = process.env["DATABASE_URL"];
try {
  if (!url) throw new MigrationError("DATABASE_URL: is required");
  const applied = await migrate(url, { onApplied: (name) => console.log(`applied ${name}`) });
  if (applied.length === 0) console.log("up to date");
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

/** One line for the operator. Node reports a database that refuses all its addresses as an error without a message. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}

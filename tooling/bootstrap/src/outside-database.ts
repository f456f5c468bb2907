import { Client } from "pg";
import { StartError } from "./start-error.ts";

/**
 * Connects once to the database of `DATABASE_URL`.
 *
 * @throws StartError with host and reason, without the password.
 */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new StartError(`DATABASE_URL: cannot use ${host}${pathname}: ${reason(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A name that resolves to several addresses fails with all of them, and an empty message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reason))].join(", ");
  return error instanceof Error ? error.message : String(error);
}

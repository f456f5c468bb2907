import { Client } from "pg";
import { StartError } from "./start-error.ts";

/**
 * Connects once to a database that is not ours.
 *
 * @param variable that names it
 * @throws StartError with host and reason, without the password.
 */
export async function checkDatabase(variable: string, databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new StartError(`${variable}: cannot use ${host}${pathname}: ${reason(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A name that resolves to several addresses fails with all of them, and an empty message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reason))].join(", ");
  return error instanceof Error ? error.message : String(error);
}

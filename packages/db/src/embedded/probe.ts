import { Client } from "pg";
import { EmbeddedPostgresError } from "./errors.ts";

/**
 * Logs in once. A data folder whose password file was lost starts well and then refuses everyone, which is better
 * reported here than by the first query.
 */
export async function verifyLogin(url: string, logFile: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // An idle client that loses its server emits `error`, which ends the process if nobody listens.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    throw new EmbeddedPostgresError(
      code === "28P01"
        ? "The embedded PostgreSQL refuses its password: the password file and the data folder do not belong together."
        : `The embedded PostgreSQL does not answer: ${message} (see ${logFile})`,
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

import { Client } from "pg";

/** Role that administers the users' server. */
const ROLE = "pragma";

/**
 * Sees to the role that administers the users' server and returns its URL.
 *
 * It may make databases and roles, and is not a superuser: one could read any file of the server's account and run
 * programs as it, the platform's own data included where both servers run as the same account. Extensions that
 * PostgreSQL marks as trusted it can still install.
 */
export async function userDatabaseUrl(superuserUrl: string, password: string): Promise<string> {
  const client = new Client({ connectionString: superuserUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [ROLE]);
    const secret = client.escapeLiteral(password);
    await client.query(
      `${rowCount === 0 ? "create" : "alter"} role ${ROLE} with login createdb createrole nosuperuser password ${secret}`,
    );
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.username = ROLE;
  url.password = password;
  return url.href;
}

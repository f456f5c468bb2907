import pg from "pg";

/** What a database says about itself. */
export interface DatabaseFacts {
  database: string;
  user: string;
  version: string;
  schemas: string[];
  extensions: string[];
}

/** Connects by the URL and asks. Names the database in what goes wrong, never the URL, which holds a password. */
export async function askDatabase(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<DatabaseFacts>(`
      SELECT current_database() AS database, current_user AS user, current_setting('server_version') AS version,
             ARRAY(SELECT nspname::text FROM pg_namespace
                   WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1) AS schemas,
             ARRAY(SELECT extname::text FROM pg_extension ORDER BY 1) AS extensions`);
    const [facts] = rows;
    if (facts === undefined) throw new Error("The query gave no row");
    return facts;
  } finally {
    await client.end();
  }
}

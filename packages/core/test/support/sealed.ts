import type { World } from "./world.ts";

/** Every row of every table of the product as text, with each ciphertext replaced by `sealed`, whatever its key. */
export async function allButCiphertexts(world: World): Promise<string[]> {
  const { rows: tables } = await world.pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')",
  );
  const all: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.pool.query<{ line: string }>(
      `SELECT regexp_replace(to_jsonb(t)::text, '"v1\\.[A-Za-z0-9._-]+"', '"sealed"', 'g') AS line FROM ${name} t`,
    );
    all.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  return all.sort();
}

/** `table.column` of all columns of these types, in order. */
export async function columnsOf(world: World, ...types: string[]): Promise<string[]> {
  const { rows } = await world.pool.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = ANY ($1) ORDER BY 1`,
    [types],
  );
  return rows.map(({ name }) => name).sort();
}

/** Removes all rows that may hold an envelope, and what workers would do for them. */
export async function emptySealed(world: World): Promise<void> {
  await world.pool.query(
    "TRUNCATE resources, edges, events, resource_changes, changes, change_actions, dead_letters, drift_checks, signing_keys",
  );
  await world.pool.query("TRUNCATE pending_looks, deferred_looks, graphile_worker._private_jobs");
}

import type pg from "pg";

/**
 * How many rows of a table `work` read, by whatever way: what an index alone answers is none. All of it must run on one
 * connection, so the pool may have no more.
 */
export async function rowsRead(pool: pg.Pool, table: string, work: () => Promise<unknown>): Promise<number> {
  const before = await count(pool, table);
  await work();
  return (await count(pool, table)) - before;
}

async function count(pool: pg.Pool, table: string): Promise<number> {
  if (pool.options.max !== 1) throw new Error("The pool has more than one connection");
  await pool.query("SELECT pg_stat_force_next_flush()");
  await pool.query("SELECT pg_stat_clear_snapshot()");
  const { rows } = await pool.query<{ rows: number }>(
    "SELECT (seq_tup_read + COALESCE(idx_tup_fetch, 0))::int AS rows FROM pg_stat_user_tables WHERE relname = $1",
    [table],
  );
  return rows[0]?.rows ?? 0;
}

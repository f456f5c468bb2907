import type pg from "pg";

/**
 * How many blocks of a table and its indexes `work` read, from memory or disk: what it costs, whatever else the machine
 * does. All of it must run on one connection, so the pool may have no more.
 */
export function blocksRead(pool: pg.Pool, table: string, work: () => Promise<unknown>): Promise<number> {
  const blocks = "heap_blks_read + heap_blks_hit + COALESCE(idx_blks_read, 0) + COALESCE(idx_blks_hit, 0)";
  return added(pool, `SELECT (${blocks})::int AS count FROM pg_statio_user_tables WHERE relname = $1`, table, work);
}

/** How many rows of a table `work` read, by whatever way: what an index alone answers is none. As `blocksRead`. */
export function rowsRead(pool: pg.Pool, table: string, work: () => Promise<unknown>): Promise<number> {
  const rows = "seq_tup_read + COALESCE(idx_tup_fetch, 0)";
  return added(pool, `SELECT (${rows})::int AS count FROM pg_stat_user_tables WHERE relname = $1`, table, work);
}

async function added(pool: pg.Pool, text: string, table: string, work: () => Promise<unknown>): Promise<number> {
  const before = await count(pool, text, table);
  await work();
  return (await count(pool, text, table)) - before;
}

async function count(pool: pg.Pool, text: string, table: string): Promise<number> {
  if (pool.options.max !== 1) throw new Error("The pool has more than one connection");
  await pool.query("SELECT pg_stat_force_next_flush()");
  await pool.query("SELECT pg_stat_clear_snapshot()");
  const { rows } = await pool.query<{ count: number }>(text, [table]);
  return rows[0]?.count ?? 0;
}

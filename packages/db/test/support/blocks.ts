import type pg from "pg";

/**
 * How many blocks of a table and its indexes `work` read, from memory or disk: what it costs, whatever else the machine
 * does. All of it must run on one connection, so the pool may have no more.
 */
export async function blocksRead(pool: pg.Pool, table: string, work: () => Promise<unknown>): Promise<number> {
  const before = await count(pool, table);
  await work();
  return (await count(pool, table)) - before;
}

async function count(pool: pg.Pool, table: string): Promise<number> {
  if (pool.options.max !== 1) throw new Error("The pool has more than one connection");
  await pool.query("SELECT pg_stat_force_next_flush()");
  await pool.query("SELECT pg_stat_clear_snapshot()");
  const { rows } = await pool.query<{ blocks: number }>(
    `SELECT (heap_blks_read + heap_blks_hit + COALESCE(idx_blks_read, 0) + COALESCE(idx_blks_hit, 0))::int AS blocks
     FROM pg_statio_user_tables WHERE relname = $1`,
    [table],
  );
  return rows[0]?.blocks ?? 0;
}

import type pg from "pg";

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release?: (error?: unknown) => void,
) => void;

/**
 * Lets a connection be given back twice. graphile-worker 0.18 does that with the one that it listens on, if it is stopped
 * while its LISTEN fails, and leaves the pool's complaint as an unhandled rejection.
 * @returns the same pool
 */
export function releaseOnce(pool: pg.Pool): pg.Pool {
  const connect = pool.connect.bind(pool) as (callback?: Connected) => Promise<pg.PoolClient> | undefined;
  const tolerant = (callback?: Connected): Promise<pg.PoolClient> | undefined => {
    if (callback === undefined) return connect();
    return connect((error, client, release) => {
      // A pool that has none to give, or is ending, passes none.
      if (release === undefined) return callback(error, client);
      let isReleased = false;
      callback(error, client, (reason) => {
        if (isReleased) return;
        isReleased = true;
        release(reason);
      });
    });
  };
  return Object.assign(pool, { connect: tolerant as pg.Pool["connect"] });
}

import { AsyncLocalStorage } from "node:async_hooks";
import { type Database, systemStatement, Tenant } from "@pragma/db";
import { Core } from "../../../src/foundation/unit-of-work/core.ts";
import type { World } from "../../support/world.ts";

const backend = systemStatement("test_died_backend_pid", "SELECT pg_backend_pid() AS pid");

/** Ends what a process that died would have gone on with. */
class Died extends Error {}

/**
 * A core whose process dies at one of its statements. Inside a transaction PostgreSQL ends the connection before it; a statement
 * of its own either never arrives, or its answer does not. Nothing else of this core runs.
 * @param at index of the statement, from 0
 * @param arrives whether a statement of its own is run
 */
export function dying(world: World, at: number, arrives: boolean): { core: Core; at: () => string | undefined } {
  let count = 0;
  let last: string | undefined;
  const elsewhere = AsyncLocalStorage.snapshot();
  const wrap = (db: Database): Database => {
    const wrapped: Database = {
      inTransaction: db.inTransaction,
      query: async (wanted, values) => {
        if (last !== undefined) throw new Died();
        if (count++ < at) return db.query(wanted, values);
        last = wanted.name;
        if (db.inTransaction) {
          const [row] = await db.query<{ pid: number }>(backend, []);
          await elsewhere(() => world.pool.query("SELECT pg_terminate_backend($1)", [row?.pid]));
          return db.query(wanted, values);
        }
        if (arrives) await db.query(wanted, values);
        throw new Died();
      },
      send: (query, holder) => db.send(query, holder),
      tenant: (organizationId) => new Tenant(wrapped, organizationId),
      transaction: (work) => db.transaction((inside) => work(wrap(inside))),
      afterCommit: (action) => db.afterCommit(action),
      afterRollback: (action) => db.afterRollback(action),
      findPoolerFault: () => db.findPoolerFault(),
    };
    return wrapped;
  };
  return { core: Core.over(world.core.services, wrap(world.core.db)), at: () => last };
}

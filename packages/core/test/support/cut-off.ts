import { AsyncLocalStorage } from "node:async_hooks";
import { type Database, systemStatement, Tenant } from "@pragma/db";
import { Core } from "../../src/foundation/unit-of-work/core.ts";
import type { World } from "./world.ts";

const backend = systemStatement("test_backend_pid", "SELECT pg_backend_pid() AS pid");

/**
 * A core whose connection PostgreSQL ends before one statement of its first transaction: as if the process, or the
 * database, had been killed there.
 * @param at index of the statement, from 0; after the last one it is left alone
 */
export function cutOff(world: World, at: number): { core: Core; statements: string[] } {
  const statements: string[] = [];
  const elsewhere = AsyncLocalStorage.snapshot();
  const wrap = (db: Database): Database => {
    const wrapped: Database = {
      inTransaction: db.inTransaction,
      query: async (wanted, values) => {
        if (db.inTransaction) {
          if (statements.length === at) {
            const [row] = await db.query<{ pid: number }>(backend, []);
            await elsewhere(() => world.pool.query("SELECT pg_terminate_backend($1)", [row?.pid]));
          }
          statements.push(wanted.name);
        }
        return db.query(wanted, values);
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
  return { core: Core.over(world.core.services, wrap(world.core.db)), statements };
}

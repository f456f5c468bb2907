import { AsyncLocalStorage } from "node:async_hooks";
import { type Database, Tenant } from "@pragma/db";
import { Core } from "../../src/foundation/unit-of-work/core.ts";

/**
 * The same core, which runs an interruption once, right before the first statement whose name matches: it simulates
 * what another process may do between a read and the write based on it. Works inside transactions too.
 */
export function interrupted(core: Core, statement: RegExp, interruption: () => Promise<unknown>): Core {
  let due = true;
  // The interruption runs outside the transaction that it interrupts.
  const elsewhere = AsyncLocalStorage.snapshot();
  const wrap = (db: Database): Database => {
    const wrapped: Database = {
      inTransaction: db.inTransaction,
      query: async (wanted, values) => {
        if (due && statement.test(wanted.name)) {
          due = false;
          await elsewhere(interruption);
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
  return Core.over(core.services, wrap(core.db));
}

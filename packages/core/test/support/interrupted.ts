import { AsyncLocalStorage } from "node:async_hooks";
import { type Database, Tenant } from "@pragma/db";
import { Core } from "../../src/unit-of-work/core.ts";

/**
 * The same core, doing something once right before it runs the first statement whose name fits: what somebody else may
 * do between a look at things and the write that follows from it. Inside transactions too.
 */
export function interrupted(core: Core, statement: RegExp, interruption: () => Promise<unknown>): Core {
  let due = true;
  // Somebody else is in no transaction of whom it interrupts.
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

import { type Database, Tenant } from "@pragma/db";
import { Core } from "../../src/foundation/unit-of-work/core.ts";

/** How much a core read from the database, in characters of text. */
export interface Measured {
  core: Core;
  /** One entry per statement so far, in order. */
  readonly answers: number[];
}

/** The same core, measuring the results of its statements. */
export function measured(core: Core): Measured {
  const answers: number[] = [];
  const db: Database = {
    inTransaction: false,
    async query<Row>(...parameters: Parameters<Database["query"]>) {
      const rows = await core.db.query<Row>(...parameters);
      answers.push(JSON.stringify(rows).length);
      return rows;
    },
    async send(query, holder) {
      const result = await core.db.send(query, holder);
      answers.push(JSON.stringify(result.rows).length);
      return result;
    },
    tenant: (organizationId) => new Tenant(db, organizationId),
    transaction: (work) => core.db.transaction(work),
    afterCommit: (action) => core.db.afterCommit(action),
    afterRollback: (action) => core.db.afterRollback(action),
    findPoolerFault: () => core.db.findPoolerFault(),
  };
  return { core: Core.over(core.services, db), answers };
}

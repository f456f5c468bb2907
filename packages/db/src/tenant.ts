import type { Database, SqlValue } from "./database.ts";
import type { Statement } from "./statement.ts";

/**
 * The rows of one organization. It prepends the organization's id to every statement's values, so no caller can forget
 * it or pass another's; statements that are not bound to an organization are refused.
 */
export class Tenant {
  readonly organizationId: string;
  readonly db: Database;

  constructor(db: Database, organizationId: string) {
    this.db = db;
    this.organizationId = organizationId;
  }

  /** Runs a statement declared by `tenantStatement`; `values` are its parameters from `$2` on. */
  query<Row>(statement: Statement, ...values: SqlValue[]): Promise<Row[]> {
    if (!statement.tenant) throw new Error(`Statement ${statement.name} is not bound to an organization`);
    return this.db.query<Row>(statement, [this.organizationId, ...values]);
  }

  /** Like {@link query}, for statements that return at most one row. */
  async queryOne<Row>(statement: Statement, ...values: SqlValue[]): Promise<Row | undefined> {
    const rows = await this.query<Row>(statement, ...values);
    return rows[0];
  }
}

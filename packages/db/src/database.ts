import type pg from "pg";
import type { Statement } from "./statement.ts";
import { Tenant } from "./tenant.ts";
import { rawTypes } from "./types.ts";

/** A value as the driver takes it. JSON goes in as text. */
export type SqlValue =
  | string
  | number
  | boolean
  | bigint
  | Date
  | Buffer
  | null
  | readonly string[]
  | readonly number[];

/** Runs statements, on a pool or inside a transaction. */
export interface Database {
  /** Runs one statement. JSON columns come back as text, timestamps as ISO 8601 in UTC, bigint as text. */
  query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
  /** The view of one organization. */
  tenant(organizationId: string): Tenant;
  /** Runs `work` in a transaction (a savepoint if already in one); its error rolls back. */
  transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result>;
  /** Runs `action` once the surrounding transaction has committed; at once if there is none. Dropped on rollback. */
  afterCommit(action: () => void): void;
}

function queryConfig(statement: Statement, values: readonly SqlValue[]): pg.QueryConfig {
  const { name, text, planEachTime, answerWithinMs } = statement;
  const config: pg.QueryConfig & { query_timeout?: number } = { text, values: values as unknown[], types: rawTypes };
  if (!planEachTime) config.name = name;
  if (answerWithinMs !== undefined) config.query_timeout = answerWithinMs;
  return config;
}

/** Connections keep one plan a statement, whatever its values (`createPool`); here they are to be looked at. */
const BEGIN_PLANNING = "BEGIN READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan";

class PooledDatabase implements Database {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    if (statement.planEachTime) return this.#queryPlanned<Row>(statement, values);
    const result = await this.#pool.query(queryConfig(statement, values));
    return result.rows as Row[];
  }

  /** All three in one round trip: connections are pipelined (`createPool`). */
  async #queryPlanned<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    const client = await this.#pool.connect();
    const [begun, answered, ended] = await Promise.allSettled([
      client.query(BEGIN_PLANNING),
      client.query(queryConfig(statement, values)),
      client.query("COMMIT"),
    ]);
    client.release(begun.status === "rejected" || ended.status === "rejected");
    if (begun.status === "rejected") throw begun.reason;
    if (answered.status === "rejected") throw answered.reason;
    return answered.value.rows as Row[];
  }

  tenant(organizationId: string): Tenant {
    return new Tenant(this, organizationId);
  }

  async transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    const actions: (() => void)[] = [];
    let broken = false;
    try {
      await client.query("BEGIN");
      const result = await work(new TransactionDatabase(client, actions));
      await client.query("COMMIT");
      for (const action of actions) action();
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  afterCommit(action: () => void): void {
    action();
  }
}

class TransactionDatabase implements Database {
  readonly #client: pg.PoolClient;
  readonly #actions: (() => void)[];
  #depth = 0;

  constructor(client: pg.PoolClient, actions: (() => void)[]) {
    this.#client = client;
    this.#actions = actions;
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    const result = await this.#client.query(queryConfig(statement, values));
    return result.rows as Row[];
  }

  tenant(organizationId: string): Tenant {
    return new Tenant(this, organizationId);
  }

  async transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    const savepoint = `nested_${++this.#depth}`;
    const pending = this.#actions.length;
    await this.#client.query(`SAVEPOINT ${savepoint}`);
    try {
      const result = await work(this);
      await this.#client.query(`RELEASE SAVEPOINT ${savepoint}`);
      return result;
    } catch (error) {
      this.#actions.length = pending;
      await this.#client.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      throw error;
    }
  }

  afterCommit(action: () => void): void {
    this.#actions.push(action);
  }
}

/** Wraps a pool. The caller keeps the pool and ends it. */
export function createDatabase(pool: pg.Pool): Database {
  return new PooledDatabase(pool);
}

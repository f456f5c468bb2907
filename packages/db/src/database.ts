import type pg from "pg";
import { ConnectionShares, type Holder, PLATFORM_OWNER, type WaitingLimits } from "./connection-shares.ts";
import { insideTransaction, refuseEarlyAction, refuseSecondConnection } from "./second-connection.ts";
import type { Statement } from "./statement.ts";
import { Tenant } from "./tenant.ts";
import { rawTypes } from "./types.ts";

/** A value in the form that the driver takes. JSON is passed as text. */
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

/**
 * Runs statements, on a pool or inside a transaction. Code inside a transaction must use the database that it was
 * given: the pool's refuses.
 */
export interface Database {
  /** Whether it is bound to a transaction, which holds a connection, and which an error from PostgreSQL aborts. */
  readonly inTransaction: boolean;
  /** Runs one statement. JSON columns come back as text, timestamps as ISO 8601 in UTC, bigint as text. */
  query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
  /** Sends a statement that Prisma wrote; our own are declared, and run by {@link query}. */
  send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult>;
  /** The view of one organization. */
  tenant(organizationId: string): Tenant;
  /**
   * Runs `work` in a transaction (a savepoint if already in one); an error rolls it back. It begins with the first
   * statement, which determines on whose behalf it holds a connection, and whether it may wait for locks.
   */
  transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result>;
  /** Runs `action` once the surrounding transaction has committed; at once if there is none. Dropped on rollback. */
  afterCommit(action: () => void): void;
  /**
   * Runs `action` once the surrounding transaction or savepoint was rolled back. Dropped after a commit, if the outcome
   * is unknown, and if there is no transaction.
   */
  afterRollback(action: () => void): void;
}

function queryConfig(statement: Statement, values: readonly SqlValue[]): pg.QueryConfig {
  const { name, text, planEachTime, answerWithinMs } = statement;
  const config: pg.QueryConfig & { query_timeout?: number } = { text, values: values as unknown[], types: rawTypes };
  if (!planEachTime) config.name = name;
  if (answerWithinMs !== undefined) config.query_timeout = answerWithinMs;
  return config;
}

/** Connections keep one plan per statement, whatever its values (`createPool`); here the values should count. */
const BEGIN_PLANNING = "BEGIN READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan";

const PATIENCE_MS = 10_000;

/** A connection that belongs to one transaction. */
interface HeldConnection {
  client: pg.PoolClient;
  giveBack(broken: boolean): void;
}

/** The holder of work that no organization asked for. */
const PLATFORM: Holder = { owner: PLATFORM_OWNER, mayLock: false };

/** Something to do after a transaction, if it ends this way. */
interface Action {
  on: "commit" | "rollback";
  action: () => void;
}

function runOn(end: Action["on"], actions: readonly Action[]): void {
  for (const { on, action } of actions) if (on === end) action();
}

/** On whose behalf a statement runs. */
function holderOf({ tenant, mayLock }: Statement, values: readonly SqlValue[]): Holder {
  return tenant ? { owner: values[0] as string, mayLock: mayLock === true } : PLATFORM;
}

class PooledDatabase implements Database {
  readonly inTransaction = false;
  readonly #pool: pg.Pool;
  readonly #shares: ConnectionShares;

  constructor(pool: pg.Pool, limits: WaitingLimits) {
    const { max: connections, connectionTimeoutMillis: patienceMs = PATIENCE_MS } = pool.options;
    this.#pool = pool;
    this.#shares = new ConnectionShares({ connections, patienceMs, ...limits });
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    refuseSecondConnection(statement.name);
    const holder = holderOf(statement, values);
    const wait = this.#shares.enter(holder);
    if (wait !== undefined) await wait;
    try {
      if (statement.planEachTime) return await this.#queryPlanned<Row>(statement, values);
      const result = await this.#pool.query(queryConfig(statement, values));
      return result.rows as Row[];
    } finally {
      this.#shares.leave(holder);
    }
  }

  async send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult> {
    refuseSecondConnection("Prisma Client");
    await this.#shares.enter(holder);
    try {
      return await this.#pool.query(query);
    } finally {
      this.#shares.leave(holder);
    }
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
    refuseSecondConnection("A transaction");
    const inside = new TransactionDatabase((holder) => this.#hold(holder));
    let result: Result;
    try {
      result = await insideTransaction(() => work(inside));
      await inside.end("COMMIT");
    } catch (error) {
      const isUndone = !inside.hasEnded;
      await inside.end("ROLLBACK").catch(() => {});
      if (isUndone) inside.runActions("rollback");
      throw error;
    }
    inside.runActions("commit");
    return result;
  }

  /** Takes a connection; the caller gives it back. */
  async #hold(holder: Holder): Promise<HeldConnection> {
    const wait = this.#shares.enter(holder);
    if (wait !== undefined) await wait;
    try {
      const client = await this.#pool.connect();
      return {
        client,
        giveBack: (broken) => {
          client.release(broken);
          this.#shares.leave(holder);
        },
      };
    } catch (error) {
      this.#shares.leave(holder);
      throw error;
    }
  }

  afterCommit(action: () => void): void {
    refuseEarlyAction();
    action();
  }

  afterRollback(): void {}
}

class TransactionDatabase implements Database {
  readonly inTransaction = true;
  readonly #hold: (holder: Holder) => Promise<HeldConnection>;
  #held: Promise<HeldConnection> | undefined;
  #ended = false;
  #actions: Action[] = [];
  #depth = 0;

  constructor(hold: (holder: Holder) => Promise<HeldConnection>) {
    this.#hold = hold;
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    const { client } = await this.#begun(holderOf(statement, values));
    const result = await client.query(queryConfig(statement, values));
    return result.rows as Row[];
  }

  async send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult> {
    const { client } = await this.#begun(holder);
    return client.query(query);
  }

  tenant(organizationId: string): Tenant {
    return new Tenant(this, organizationId);
  }

  async transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    const { client } = await this.#begun(PLATFORM);
    const savepoint = `nested_${++this.#depth}`;
    const before = this.#actions.length;
    await client.query(`SAVEPOINT ${savepoint}`);
    try {
      const result = await work(this);
      await client.query(`RELEASE SAVEPOINT ${savepoint}`);
      return result;
    } catch (error) {
      const undone = this.#actions.splice(before);
      await client.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      runOn("rollback", undone);
      throw error;
    }
  }

  afterCommit(action: () => void): void {
    this.#actions.push({ on: "commit", action });
  }

  afterRollback(action: () => void): void {
    this.#actions.push({ on: "rollback", action });
  }

  /** It has ended, or may have. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * Ends it, if it has begun and not ended, and returns the connection; one that does not answer is not reused. Later
   * statements are refused: the connection may belong to somebody else.
   */
  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const held = await this.#held?.catch(() => undefined);
    if (held === undefined) return;
    let isBroken = true;
    try {
      const { command } = await held.client.query(how);
      isBroken = false;
      // PostgreSQL answers COMMIT with ROLLBACK if a statement had failed and the error was ignored.
      if (command !== how) throw new Error("The transaction could not be committed: a statement in it had failed");
    } finally {
      held.giveBack(isBroken);
    }
  }

  /** Runs the actions registered for this outcome. */
  runActions(on: Action["on"]): void {
    runOn(on, this.#actions);
  }

  #begun(holder: Holder): Promise<HeldConnection> {
    if (this.#ended) return Promise.reject(new Error("The transaction has ended"));
    this.#held ??= this.#begin(holder);
    return this.#held;
  }

  /** Sent with the first statement, in one round trip: connections are pipelined. */
  async #begin(holder: Holder): Promise<HeldConnection> {
    const held = await this.#hold(holder);
    // It can only fail together with the statement that follows.
    held.client.query("BEGIN").catch(() => {});
    return held;
  }
}

/** Wraps a pool. The caller keeps the pool and ends it. @param limits for work that waits for its connections */
export function createDatabase(pool: pg.Pool, limits: WaitingLimits = {}): Database {
  return new PooledDatabase(pool, limits);
}

import type pg from "pg";
import { ConnectionShares, type Holder, PLATFORM_OWNER, type WaitingLimits } from "./connection-shares.ts";
import { isReadOnly } from "./is-outage.ts";
import { findPoolerFault } from "./pooler-fault.ts";
import { insideTransaction, refuseEarlyAction, refuseSecondConnection } from "./second-connection.ts";
import { Sessions, streamOf, type TimedQuery } from "./sessions.ts";
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
  /**
   * Looks whether what stands between lets prepared statements and transactions through. Without a pooler it asks nothing.
   * @returns what is wrong and what to do, in words for operators; null if nothing is
   */
  findPoolerFault(): Promise<string | null>;
}

function queryConfig(statement: Statement, values: readonly SqlValue[]): TimedQuery {
  const { name, text, planEachTime, answerWithinMs } = statement;
  const config: TimedQuery = { text, values: values as unknown[], types: rawTypes };
  if (!planEachTime) config.name = name;
  if (answerWithinMs !== undefined) config.query_timeout = answerWithinMs;
  return config;
}

/** Connections keep one plan per statement, whatever its values (`createPool`); here the values should count. */
const PLANNING = { plan_cache_mode: "force_custom_plan" };
/** The same within a transaction, and how its other statements are planned. */
const PLAN_EACH_TIME = "SET LOCAL plan_cache_mode = force_custom_plan";
const PLAN_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan";

const PATIENCE_MS = 10_000;

/** A connection that belongs to one transaction. */
interface HeldConnection {
  client: pg.PoolClient;
  /** What begins its transaction. */
  begin: string;
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

/** Runs a transaction of one statement and gives the connection back; one round trip, as connections are pipelined. */
async function runInTransaction(client: pg.PoolClient, begin: string, query: TimedQuery): Promise<pg.QueryResult> {
  const { query_timeout } = query;
  const timed = (text: string): TimedQuery => (query_timeout === undefined ? { text } : { text, query_timeout });
  const stream = streamOf(client);
  // In one write.
  stream.cork();
  const outcomes = [client.query(timed(begin)), client.query(query), client.query(timed("COMMIT"))] as const;
  stream.uncork();
  const [begun, answered, ended] = await Promise.allSettled(outcomes);
  const isReader = answered.status === "rejected" && isReadOnly(answered.reason);
  client.release(begun.status === "rejected" || ended.status === "rejected" || isReader);
  if (begun.status === "rejected") throw begun.reason;
  if (answered.status === "rejected") throw answered.reason;
  if (ended.status === "rejected") throw ended.reason;
  return answered.value;
}

class PooledDatabase implements Database {
  readonly inTransaction = false;
  readonly #pool: pg.Pool;
  readonly #sessions: Sessions;
  readonly #shares: ConnectionShares;

  constructor(pool: pg.Pool, limits: WaitingLimits) {
    const { max: connections, connectionTimeoutMillis: patienceMs = PATIENCE_MS } = pool.options;
    this.#pool = pool;
    this.#sessions = Sessions.of(pool);
    this.#shares = new ConnectionShares({ connections, patienceMs, ...limits });
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    refuseSecondConnection(statement.name);
    const holder = holderOf(statement, values);
    const wait = this.#shares.enter(holder);
    if (wait !== undefined) await wait;
    try {
      const query = queryConfig(statement, values);
      const result = await (statement.planEachTime ? this.#runPlanned(query) : this.#run(query));
      return result.rows as Row[];
    } finally {
      this.#shares.leave(holder);
    }
  }

  async send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult> {
    refuseSecondConnection("Prisma Client");
    await this.#shares.enter(holder);
    try {
      return await this.#run(query);
    } finally {
      this.#shares.leave(holder);
    }
  }

  /** Runs one statement, in a transaction that holds its settings where the session has none of ours. */
  #run(query: TimedQuery): Promise<pg.QueryResult> {
    return this.#sessions.areShared === false ? this.#pool.query(query) : this.#runHeld(query);
  }

  async #runHeld(query: TimedQuery): Promise<pg.QueryResult> {
    const client = await this.#pool.connect();
    // Known by now.
    if (this.#sessions.areShared) return runInTransaction(client, this.#sessions.begin(), query);
    try {
      const result = await client.query(query);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async #runPlanned(query: TimedQuery): Promise<pg.QueryResult> {
    const client = await this.#pool.connect();
    return runInTransaction(client, this.#sessions.begin("READ ONLY", PLANNING), query);
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
        begin: this.#sessions.begin(),
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

  async findPoolerFault(): Promise<string | null> {
    refuseSecondConnection("A look at the pooler");
    return this.#sessions.areShared ? findPoolerFault(() => this.#hold(PLATFORM)) : null;
  }
}

class TransactionDatabase implements Database {
  readonly inTransaction = true;
  readonly #hold: (holder: Holder) => Promise<HeldConnection>;
  #held: Promise<HeldConnection> | undefined;
  #ended = false;
  #actions: Action[] = [];
  #depth = 0;
  #isReader = false;

  constructor(hold: (holder: Holder) => Promise<HeldConnection>) {
    this.#hold = hold;
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    const { client } = await this.#begun(holderOf(statement, values));
    const query = queryConfig(statement, values);
    const result = await (statement.planEachTime ? this.#askPlanned(client, query) : this.#ask(client, query));
    return result.rows as Row[];
  }

  async send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult> {
    const { client } = await this.#begun(holder);
    return this.#ask(client, query);
  }

  /** In one write and one round trip, as connections are pipelined. The settings can only fail together with the statement. */
  #askPlanned(client: pg.PoolClient, query: pg.QueryConfig): Promise<pg.QueryResult> {
    const stream = streamOf(client);
    stream.cork();
    client.query(PLAN_EACH_TIME).catch(() => {});
    const answer = this.#ask(client, query);
    client.query(PLAN_ONCE).catch(() => {});
    stream.uncork();
    return answer;
  }

  async #ask(client: pg.PoolClient, query: pg.QueryConfig): Promise<pg.QueryResult> {
    try {
      return await client.query(query);
    } catch (error) {
      this.#isReader ||= isReadOnly(error);
      throw error;
    }
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

  findPoolerFault(): Promise<string | null> {
    return Promise.reject(new Error("Looking at the pooler takes connections of its own"));
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
      held.giveBack(isBroken || this.#isReader);
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
    held.client.query(held.begin).catch(() => {});
    return held;
  }
}

/** Wraps a pool. The caller keeps the pool and ends it. @param limits for work that waits for its connections */
export function createDatabase(pool: pg.Pool, limits: WaitingLimits = {}): Database {
  return new PooledDatabase(pool, limits);
}

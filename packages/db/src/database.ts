import type pg from "pg";
import { arrayLiteral } from "./array-literal.ts";
import { ConnectionShares, type Holder, type WaitingLimits } from "./connection-shares.ts";
import { HangWatch, hangError } from "./hang-watch.ts";
import { holderOf, PLATFORM, refuseLateLock } from "./holder-of.ts";
import { isReadOnly, provesRollback } from "./is-outage.ts";
import { ask } from "./named-query.ts";
import { type Outcome, OutcomeActions } from "./outcome-actions.ts";
import { PLANNED_EACH_TIME, PLANNED_ONCE } from "./planning.ts";
import { findPoolerFault } from "./pooler-fault.ts";
import { runInTransaction } from "./run-in-transaction.ts";
import { Savepoints } from "./savepoints.ts";
import { insideTransaction, refuseEarlyAction, refuseSecondConnection } from "./second-connection.ts";
import { Sessions, setLocal, streamOf, type TimedQuery } from "./sessions.ts";
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
   * statement, which determines on whose behalf it holds a connection, and whether it may wait for locks. While a savepoint is
   * open, what is not part of it waits for its end.
   * @throws what `work` throws; Error if a statement had failed, no connection could be had or a savepoint is still open,
   *   though `work` succeeded
   */
  transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result>;
  /**
   * Runs `action` once the surrounding transaction has committed; at once if there is none. Dropped on rollback. What it throws
   * is an uncaught exception: the transaction has committed all the same.
   * @throws Error if the transaction has ended
   */
  afterCommit(action: () => void): void;
  /**
   * Runs `action` once the surrounding transaction or savepoint was rolled back. Dropped after a commit, if the outcome
   * is unknown, and if there is no transaction. See {@link afterCommit}.
   */
  afterRollback(action: () => void): void;
  /**
   * Looks whether what stands between lets prepared statements and transactions through. Without a pooler it asks nothing.
   * @returns what is wrong and what to do, in words for operators; null if nothing is
   */
  findPoolerFault(): Promise<string | null>;
}

function queryConfig(statement: Statement, values: readonly SqlValue[]): TimedQuery {
  const { name, text, planEachTime, parseOnce, answerWithinMs } = statement;
  const parameters = values.map((value) => (Array.isArray(value) ? arrayLiteral(value) : value));
  const config: TimedQuery = { text, values: parameters, types: rawTypes };
  if (!planEachTime || parseOnce) config.name = name;
  if (answerWithinMs !== undefined) config.query_timeout = answerWithinMs;
  return config;
}

/** Within a transaction, before a statement that is planned for its values, and after it. */
const PLAN_EACH_TIME = setLocal(PLANNED_EACH_TIME);
const PLAN_ONCE = setLocal(PLANNED_ONCE);

const PATIENCE_MS = 10_000;

/** Limits for work that waits for its connections. */
export interface DatabaseOptions extends WaitingLimits {
  /** For tests: see {@link refuseLateLock}. */
  refusesLateLocks?: boolean;
}

/** A connection that belongs to one transaction. */
interface HeldConnection {
  client: pg.PoolClient;
  /** The statement that begins its transaction. */
  begin: string;
  giveBack(broken: boolean): void;
}

class PooledDatabase implements Database {
  readonly inTransaction = false;
  readonly #pool: pg.Pool;
  readonly #sessions: Sessions;
  readonly #shares: ConnectionShares;

  readonly #refusesLateLocks: boolean;

  constructor(pool: pg.Pool, { refusesLateLocks = false, ...limits }: DatabaseOptions) {
    const { max: connections, connectionTimeoutMillis: patienceMs = PATIENCE_MS } = pool.options;
    this.#pool = pool;
    this.#sessions = Sessions.of(pool);
    this.#refusesLateLocks = refusesLateLocks;
    this.#shares = new ConnectionShares({ connections, patienceMs, ...limits });
    HangWatch.of(pool)?.onHang(() => this.#shares.refuseAll(hangError()));
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    refuseSecondConnection(statement.name);
    const holder = holderOf(statement, values);
    const wait = this.#shares.enter(holder);
    if (wait !== undefined) await wait;
    try {
      const query = queryConfig(statement, values);
      const result = await (statement.planEachTime ? this.#runPlanned(query, statement) : this.#run(query));
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
    return this.#sessions.areShared === false ? ask(this.#pool, query) : this.#runHeld(query);
  }

  async #runHeld(query: TimedQuery): Promise<pg.QueryResult> {
    const client = await this.#pool.connect();
    // Known by now.
    if (this.#sessions.areShared) return runInTransaction(client, this.#sessions.begin(), query);
    try {
      const result = await ask(client, query);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async #runPlanned(query: TimedQuery, { writes }: Statement): Promise<pg.QueryResult> {
    const client = await this.#pool.connect();
    return runInTransaction(
      client,
      this.#sessions.begin(writes ? "READ WRITE" : "READ ONLY", PLANNED_EACH_TIME),
      query,
    );
  }

  tenant(organizationId: string): Tenant {
    return new Tenant(this, organizationId);
  }

  async transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    refuseSecondConnection("A transaction");
    const inside = new TransactionDatabase((holder) => this.#hold(holder), this.#refusesLateLocks);
    let result: Result;
    try {
      result = await insideTransaction(() => work(inside));
      await inside.end("COMMIT");
    } catch (error) {
      await inside.end("ROLLBACK").catch(() => {});
      throw error;
    }
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

/** How a transaction ended, as far as is known, and why not as it was meant to. */
interface Ending {
  outcome: Outcome | "unknown";
  fault?: { readonly reason: unknown };
}

class TransactionDatabase implements Database {
  readonly inTransaction = true;
  readonly #hold: (holder: Holder) => Promise<HeldConnection>;
  readonly #actions = new OutcomeActions();
  readonly #savepoints = new Savepoints();
  #held: Promise<HeldConnection> | undefined;
  readonly #refusesLateLocks: boolean;
  #holder: Holder | undefined;
  #ended = false;
  #isReader = false;

  constructor(hold: (holder: Holder) => Promise<HeldConnection>, refusesLateLocks: boolean) {
    this.#hold = hold;
    this.#refusesLateLocks = refusesLateLocks;
  }

  async query<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
    const holder = holderOf(statement, values);
    if (this.#refusesLateLocks) refuseLateLock(statement, this.#holder);
    const client = await this.#turn(holder);
    const query = queryConfig(statement, values);
    const result = await (statement.planEachTime ? this.#askPlanned(client, query) : this.#ask(client, query));
    return result.rows as Row[];
  }

  async send(query: pg.QueryConfig, holder: Holder): Promise<pg.QueryResult> {
    return this.#ask(await this.#turn(holder), query);
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
      return await ask(client, query);
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
    return this.#savepoints.run(async (savepoint) => {
      await this.#say(client, `SAVEPOINT ${savepoint.name}`);
      let result: Result;
      try {
        result = await work(this);
        await this.#say(client, `RELEASE SAVEPOINT ${savepoint.name}`);
      } catch (error) {
        // If it cannot be undone alone, all of the transaction is.
        const isUndone = await this.#say(client, `ROLLBACK TO SAVEPOINT ${savepoint.name}`).then(
          () => true,
          () => false,
        );
        if (isUndone) this.#actions.undone(savepoint);
        else this.#actions.released(savepoint);
        throw error;
      }
      this.#actions.released(savepoint);
      return result;
    });
  }

  /** After its end the connection is somebody else's. */
  async #say(client: pg.PoolClient, text: string): Promise<void> {
    this.#refuseEnded();
    await client.query(text);
  }

  afterCommit(action: () => void): void {
    this.#refuseEnded();
    this.#actions.add("commit", action, this.#savepoints.current);
  }

  afterRollback(action: () => void): void {
    this.#refuseEnded();
    this.#actions.add("rollback", action, this.#savepoints.current);
  }

  findPoolerFault(): Promise<string | null> {
    return Promise.reject(new Error("Looking at the pooler takes connections of its own"));
  }

  /**
   * Ends it, if it has begun and not ended, returns the connection, and does what was to be done after this outcome; one that
   * does not answer is not reused. Later statements are refused: the connection may belong to somebody else.
   */
  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (this.#ended) return;
    if (how === "COMMIT" && this.#savepoints.areOpen) {
      throw new Error("The transaction could not be committed: a savepoint in it is still open");
    }
    this.#ended = true;
    const { outcome, fault } = await this.#finish(how);
    if (outcome !== "unknown") this.#actions.ended(outcome);
    if (fault !== undefined) throw fault.reason;
  }

  async #finish(how: "COMMIT" | "ROLLBACK"): Promise<Ending> {
    if (this.#held === undefined) return { outcome: how === "COMMIT" ? "commit" : "rollback" };
    const [held] = await Promise.allSettled([this.#held]);
    if (held.status === "rejected") return { outcome: "rollback", fault: held };
    const { client, giveBack } = held.value;
    const [answer] = await Promise.allSettled([client.query(how)]);
    giveBack(answer.status === "rejected" || this.#isReader);
    if (answer.status === "rejected") {
      return { outcome: how === "ROLLBACK" || provesRollback(answer.reason) ? "rollback" : "unknown", fault: answer };
    }
    if (how === "ROLLBACK") return { outcome: "rollback" };
    if (answer.value.command === how) return { outcome: "commit" };
    // PostgreSQL answers COMMIT with ROLLBACK if a statement had failed and the error was ignored.
    const reason = new Error("The transaction could not be committed: a statement in it had failed");
    return { outcome: "rollback", fault: { reason } };
  }

  /** The connection, once what it is asked is part of nobody else's savepoint. */
  async #turn(holder: Holder): Promise<pg.PoolClient> {
    const { client } = await this.#begun(holder);
    const wait = this.#savepoints.turn();
    if (wait === undefined) return client;
    await wait;
    this.#refuseEnded();
    return client;
  }

  #begun(holder: Holder): Promise<HeldConnection> {
    if (this.#ended) return Promise.reject(hasEnded());
    if (this.#held === undefined) {
      this.#holder = holder;
      this.#held = this.#begin(holder);
    }
    return this.#held;
  }

  #refuseEnded(): void {
    if (this.#ended) throw hasEnded();
  }

  /** Sent with the first statement, in one round trip: connections are pipelined. */
  async #begin(holder: Holder): Promise<HeldConnection> {
    const held = await this.#hold(holder);
    // It can only fail together with the statement that follows.
    held.client.query(held.begin).catch(() => {});
    return held;
  }
}

function hasEnded(): Error {
  return new Error("The transaction has ended");
}

/** Wraps a pool. The caller keeps the pool and ends it. */
export function createDatabase(pool: pg.Pool, options: DatabaseOptions = {}): Database {
  return new PooledDatabase(pool, options);
}

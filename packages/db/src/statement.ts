/**
 * A named SQL text. Postgres plans it once per connection under that name (measured: an unnamed statement costs about
 * half as much again), so a name must never stand for two texts.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /**
   * Planned for its values each time, instead of once for any: for filters, where the best plan depends on how many
   * rows they let through.
   */
  readonly planEachTime?: true;
  /**
   * Planned each time, but parsed once per connection, under its name. For texts of few forms: one of a list takes some 140 KB
   * of every connection.
   */
  readonly parseOnce?: true;
  /** One that is planned each time also writes. */
  readonly writes?: true;
  /** Milliseconds after which to give up on an answer, and on the connection; by default the pool's limit. */
  readonly answerWithinMs?: number;
  /** It may wait for a lock that another transaction of the organization holds until its end. */
  readonly mayLock?: true;
  /** It takes the lock of an organization's graph, or of a part of it. */
  readonly locksGraph?: true;
  /** True if the first parameter is the organization that every row is bound to. */
  readonly tenant: boolean;
}

const known = new Map<string, Statement>();

function define(name: string, text: string, tenant: boolean): Statement {
  if (known.has(name)) throw new Error(`Two statements are called ${name}`);
  const statement = { name, text: text.trim(), tenant };
  known.set(name, statement);
  return statement;
}

/** All statements of the loaded modules, by name: a test checks them against the database. */
export function declaredStatements(): ReadonlyMap<string, Statement> {
  return known;
}

/**
 * Declares a statement that runs inside one organization: `$1` is the organization's id, which {@link Tenant} supplies,
 * and the text must bind rows to it. This and `Tenant` are the only place that scopes queries.
 * @param name unique within the process
 */
export function tenantStatement(name: string, text: string): Statement {
  if (!/organization_id\s*(=|,|\))|\$1::uuid/.test(text) || !text.includes("$1")) {
    throw new Error(`Statement ${name} is not bound to an organization ($1)`);
  }
  return define(name, text, true);
}

/** A statement that takes a lock for the rest of its transaction, and so may wait for its holders. */
export function lockingStatement(statement: Statement): Statement {
  return { ...statement, mayLock: true };
}

/**
 * A locking statement that locks an organization's graph. Deletions of thousands hold that for long, so its transaction has
 * to begin with a locking statement: else it takes a share of the connections that is not meant for what waits.
 */
export function graphLockingStatement(statement: Statement): Statement {
  return { ...lockingStatement(statement), locksGraph: true };
}

/** Declares a statement of the platform itself: sign-in, the reaper, the event stream. Not for a tenant's requests. */
export function systemStatement(name: string, text: string): Statement {
  return define(name, text, false);
}

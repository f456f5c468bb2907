import {
  createTestDatabase,
  hasPgBouncer,
  type PgBouncer,
  type PgBouncerOptions,
  startPgBouncer,
  type TestDatabase,
  withClient,
} from "@pragma/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  createDatabase,
  createPool,
  type Database,
  DEAF,
  isOutage,
  Listener,
  type PoolOptions,
  systemStatement,
} from "../src/index.ts";

const settings = systemStatement(
  "pooler_test_settings",
  `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
     current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('TimeZone') AS zone,
     current_setting('plan_cache_mode') AS plans, current_setting('synchronous_commit') AS commits`,
);
const planned = {
  ...systemStatement("pooler_test_planned", "SELECT current_setting('plan_cache_mode') AS plans"),
  planEachTime: true as const,
};
const sleep = systemStatement("pooler_test_sleep", "SELECT pg_sleep(5)");
const insert = systemStatement("pooler_test_insert", "INSERT INTO things VALUES ($1)");
const twins = systemStatement("pooler_test_twins", "INSERT INTO things VALUES ('a', 'x'), ('b', 'x')");
const count = systemStatement("pooler_test_count", "SELECT count(*)::int AS count FROM things");

let database: TestDatabase;
let bouncer: PgBouncer | undefined;
const pools: ReturnType<typeof createPool>[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  // The run's server is not durable.
  await withClient(database.url, (client) =>
    client.query(`ALTER DATABASE ${database.name} SET synchronous_commit = on`),
  );
  await withClient(database.url, (client) =>
    client.query("CREATE TABLE things (name text PRIMARY KEY, twin text UNIQUE DEFERRABLE INITIALLY DEFERRED)"),
  );
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await bouncer?.stop();
  bouncer = undefined;
});
afterAll(() => database.drop());

const skipped = it.skipIf(!hasPgBouncer);

async function through(options: PgBouncerOptions | null): Promise<(more?: Partial<PoolOptions>) => Database> {
  if (options !== null) bouncer = await startPgBouncer(database.url, options);
  const url = bouncer?.url ?? database.url;
  return (more = {}) => {
    const pool = createPool({ url, name: "pooler-test", max: 4, ...more });
    pools.push(pool);
    return createDatabase(pool);
  };
}

const LIMITS = {
  statement: "300ms",
  lock: "2s",
  idle: "1min",
  zone: "UTC",
  plans: "force_generic_plan",
  commits: "on",
};
const OTHER = { ...LIMITS, statement: "7s", lock: "3s", commits: "off" };

const WAYS: [string, PgBouncerOptions | null][] = [
  ["a direct connection", null],
  ["PgBouncer in session mode", { mode: "session" }],
  ["PgBouncer in transaction mode", { mode: "transaction" }],
  ["PgBouncer in transaction mode, with one session for all", { mode: "transaction", sessions: 1 }],
];

describe.each(WAYS)("through %s", (_, options) => {
  const test = it.skipIf(options !== null && !hasPgBouncer);

  test("every statement runs with its pool's settings, whoever shares the session", async () => {
    const connect = await through(options);
    const one = connect({ statementTimeoutMs: 300, lockTimeoutMs: 2000 });
    const other = connect({ statementTimeoutMs: 7000, lockTimeoutMs: 3000, durable: false });
    const seen = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => {
        const db = turn % 2 === 0 ? one : other;
        if (turn % 4 < 2) return db.query(settings, []);
        return db.transaction((inside) => inside.query(settings, []));
      }),
    );
    expect(seen.flat()).toEqual(Array.from({ length: 40 }, (_, turn) => (turn % 2 === 0 ? LIMITS : OTHER)));
    expect(await one.query(planned, [])).toEqual([{ plans: "force_custom_plan" }]);
    expect(await one.query(settings, [])).toEqual([LIMITS]);
    const inside = await one.transaction(async (db) => [await db.query(planned, []), await db.query(settings, [])]);
    expect(inside).toEqual([[{ plans: "force_custom_plan" }], [LIMITS]]);
  });

  test("the server cancels a statement that takes too long, and the next one runs", async () => {
    const db = (await through(options))({ statementTimeoutMs: 300 });
    await expect(db.query(sleep, [])).rejects.toMatchObject({ code: "57014" });
    await expect(db.transaction((inside) => inside.query(sleep, []))).rejects.toMatchObject({ code: "57014" });
    expect(await db.query(count, [])).toHaveLength(1);
  });

  test("a statement's error, also one at its commit, reaches the caller, and nothing is written", async () => {
    const db = (await through(options))();
    await db.query(insert, ["once"]);
    await expect(db.query(insert, ["once"])).rejects.toMatchObject({ code: "23505" });
    await expect(db.query(twins, [])).rejects.toMatchObject({ code: "23505" });
    expect(await db.query(count, [])).toEqual([{ count: 1 }]);
    await withClient(database.url, (client) => client.query("DELETE FROM things"));
  });
});

describe("what a pooler does not pass on", () => {
  skipped("is found at once: prepared statements, by transaction", async () => {
    const db = (await through({ mode: "transaction", preparedStatements: 0 }))();
    await db.query(count, []);
    expect(await db.findPoolerFault()).toMatch(/set max_prepared_statements/);
  });

  skipped("is found with one session for all, too", async () => {
    const db = (await through({ mode: "transaction", preparedStatements: 0, sessions: 1 }))();
    await db.query(count, []);
    expect(await db.findPoolerFault()).toMatch(/set max_prepared_statements/);
  });

  skipped("is found: transactions", async () => {
    const db = (await through({ mode: "statement" }))();
    // The connection is closed with the refusal, which what was sent after the BEGIN may overtake.
    await expect(db.query(count, [])).rejects.toThrow(/transaction blocks not allowed|EPIPE|ECONNRESET/);
    expect(await db.findPoolerFault()).toMatch(/lets no transactions through/);
  });

  skipped("is nothing where it keeps prepared statements, or sessions", async () => {
    const kept = (await through({ mode: "transaction" }))();
    await kept.query(count, []);
    expect(await kept.findPoolerFault()).toBeNull();
    await bouncer?.stop();
    const session = (await through({ mode: "session", preparedStatements: 0 }))();
    await session.query(count, []);
    expect(await session.findPoolerFault()).toBeNull();
  });

  skipped("passes by itself as far as callers are told, while it is not set right", async () => {
    const connect = await through({ mode: "transaction", preparedStatements: 0, sessions: 2 });
    const databases = [connect(), connect()];
    const answers = await Promise.allSettled(
      Array.from({ length: 60 }, (_, turn) => (databases[turn % 2] as Database).query(turn % 3 ? count : settings, [])),
    );
    const failures = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((failure) => !isOutage(failure))).toEqual([]);
  });
});

describe("a listener", () => {
  const CASES: [string, boolean, PgBouncerOptions | null][] = [
    ["hears what comes, on a direct connection", false, null],
    ["hears what comes, where its session is kept", false, { mode: "session" }],
    ["knows that it hears nothing, by transaction", true, { mode: "transaction" }],
  ];
  it.each(CASES)("%s", async (_, isDeaf, options) => {
    if (options !== null && !hasPgBouncer) return;
    if (options !== null) bouncer = await startPgBouncer(database.url, options);
    const errors: string[] = [];
    const listener = new Listener({
      url: bouncer?.url ?? database.url,
      name: "pooler-test",
      onError: ({ message }) => errors.push(message),
    });
    const heard: (string | null)[] = [];
    listener.listen("pooler_test", (payload) => heard.push(payload));
    await vi.waitFor(() => expect(heard.length + errors.length).toBeGreaterThan(0), { timeout: 120_000 });
    await withClient(database.url, (client) => client.query("NOTIFY pooler_test, 'news'"));
    if (isDeaf) expect(errors).toEqual([DEAF]);
    else await vi.waitFor(() => expect(heard).toEqual([null, "news"]), { timeout: 120_000 });
    expect(listener.isDeaf).toBe(isDeaf);
    // Another channel does not try again at once.
    listener.listen("pooler_test_2", () => {});
    await listener.close();
    expect(errors).toHaveLength(isDeaf ? 1 : 0);
  });
});

describe("a server that has become read-only", () => {
  it("is an outage, and each connection to it is used for one more write at most", async () => {
    const db = (await through(null))({ max: 2 });
    const readOnly = (value: string) =>
      withClient(database.url, async (client) => {
        await client.query("SET default_transaction_read_only = off");
        await client.query(`ALTER DATABASE ${database.name} SET default_transaction_read_only = ${value}`);
      });
    const write = (name: string) => failureOf(db.query(insert, [name]));
    const writeLater = (name: string) =>
      failureOf(
        db.transaction(async (inside) => {
          await inside.query(count, []);
          await inside.query(insert, [name]);
        }),
      );
    await readOnly("on");
    expect(isOutage(await write("a"))).toBe(true);
    expect(isOutage(await writeLater("b"))).toBe(true);
    await readOnly("off");
    expect(await writeLater("c")).toBeUndefined();
    expect(await write("d")).toBeUndefined();
  });
});

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

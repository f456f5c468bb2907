import { createTestDatabase, type DatabaseProxy, startDatabaseProxy, type TestDatabase } from "@pragma/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database, isOutage, systemStatement } from "../src/index.ts";

const whoAmI = systemStatement("hang_test_pid", "SELECT pg_backend_pid() AS pid");

let database: TestDatabase;
let proxy: DatabaseProxy;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});

beforeEach(async () => {
  proxy = await startDatabaseProxy(database.url);
  pool = createPool({ url: proxy.url, name: "hang-test", max: 2, silenceMs: 1000, connectTimeoutMs: 2000 });
  db = createDatabase(pool);
});

afterEach(async () => {
  proxy.thaw();
  await pool.end();
  await proxy.close();
});

afterAll(() => database.drop());

const pidOf = async (on: Database): Promise<number> => {
  const [row] = await on.query<{ pid: number }>(whoAmI, []);
  return row?.pid as number;
};

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a database that hangs", () => {
  it("makes a statement without an answer give up, with the connection", async () => {
    const before = await pidOf(db);
    proxy.freeze();
    expect(isOutage(await failureOf(pidOf(db)))).toBe(true);
    proxy.thaw();
    expect(await pidOf(db)).not.toBe(before);
  });

  it("makes a transaction give up, and its connection is not used again", async () => {
    let before = 0;
    const failure = await failureOf(
      db.transaction(async (inside) => {
        before = await pidOf(inside);
        proxy.freeze();
        await pidOf(inside);
      }),
    );
    expect(isOutage(failure)).toBe(true);
    proxy.thaw();
    expect(await pidOf(db)).not.toBe(before);
  });

  it("makes the end of a transaction give up, and a rollback, too", async () => {
    const failure = await failureOf(
      db.transaction(async (inside) => {
        await pidOf(inside);
        proxy.freeze();
      }),
    );
    expect(isOutage(failure)).toBe(true);
    proxy.thaw();
    const mine = new Error("mine");
    const rolledBack = await failureOf(
      db.transaction(async (inside) => {
        await pidOf(inside);
        proxy.freeze();
        throw mine;
      }),
    );
    expect(rolledBack).toBe(mine);
    proxy.thaw();
    await pidOf(db);
  });

  it("makes a connection attempt give up", async () => {
    proxy.freeze();
    expect(isOutage(await failureOf(pidOf(db)))).toBe(true);
    proxy.thaw();
    await pidOf(db);
  });

  it("makes a connection attempt give up, even after it has answered the greeting", async () => {
    const { onConnect } = pool.options;
    pool.options.onConnect = (client) => {
      proxy.freeze();
      return onConnect?.(client);
    };
    expect(isOutage(await failureOf(pidOf(db)))).toBe(true);
    pool.options.onConnect = onConnect;
    proxy.thaw();
    await pidOf(db);
  });
});

describe("a connection that is lost inside a transaction", () => {
  it("between two statements fails the next one, not the process", async () => {
    const failure = await failureOf(
      db.transaction(async (inside) => {
        const pid = await pidOf(inside);
        await pool.query("SELECT pg_terminate_backend($1::int, 5000)", [pid]);
        // Until the driver has heard of it.
        while (pool.totalCount > 0 && (await failureOf(pidOf(inside))) === undefined);
        await pidOf(inside);
      }),
    );
    expect(isOutage(failure)).toBe(true);
    await pidOf(db);
  });
});

describe("a database that hangs, for those who wait for an answer", () => {
  /** None of these limits ends anything within a test. */
  const HOUR_MS = 3_600_000;
  const sleeping = systemStatement("hang_test_sleep", "SELECT pg_sleep(3)");

  beforeEach(async () => {
    await pool.end();
    const patient = { silenceMs: HOUR_MS, statementTimeoutMs: HOUR_MS, connectTimeoutMs: HOUR_MS };
    pool = createPool({ url: proxy.url, name: "hang-fast-test", max: 2, failsFast: true, ...patient });
    db = createDatabase(pool);
  });

  it("fails statements, transactions, new connections, and what waits for one", async () => {
    await pidOf(db);
    const begun = Promise.withResolvers<void>();
    const frozen = Promise.withResolvers<void>();
    const transaction = db.transaction(async (inside) => {
      await pidOf(inside);
      begun.resolve();
      await frozen.promise;
      await pidOf(inside);
    });
    await begun.promise;
    proxy.freeze();
    frozen.resolve();
    const others = Array.from({ length: 6 }, () => pidOf(db));
    const failures = await Promise.all([transaction, ...others].map(failureOf));
    expect(failures.map(isOutage)).toEqual(failures.map(() => true));
    // And so does what comes later, on connections that do not come about.
    expect(isOutage(await failureOf(pidOf(db)))).toBe(true);
    proxy.thaw();
    await pidOf(db);
  });

  it("lets a statement take its time while the database answers others", async () => {
    expect(await db.query(sleeping, [])).toHaveLength(1);
  });
});

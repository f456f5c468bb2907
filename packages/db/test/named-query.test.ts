import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createDatabase, createPool, type Database, systemStatement } from "../src/index.ts";

const pair = systemStatement(
  "named_query_test_pair",
  "SELECT v::int AS n, to_jsonb(v) AS j, now() AS t FROM generate_series(1, $1::int) AS s(v)",
);
const odd = systemStatement(
  "named_query_test_odd",
  `SELECT 1 AS "a ""b""", NULL::text AS "c\\d", ARRAY['x', NULL] AS "line\nbreak", true AS " "`,
);
const none = systemStatement("named_query_test_none", "SELECT 1 AS one WHERE $1::int IS NULL");
const write = systemStatement("named_query_test_write", "INSERT INTO things VALUES ($1::int)");
const whole = systemStatement("named_query_test_whole", "SELECT * FROM changing");
const wrong = systemStatement("named_query_test_wrong", "SELECT 1 / $1::int AS n");

/** The driver's own look at the columns, not declared. */
const driver = pg.Result.prototype as unknown as { addFields(fields: unknown): void };

let database: TestDatabase;
let pool: pg.Pool;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = createPool({ url: database.url, name: "named-query-test", max: 2 });
  db = createDatabase(pool);
  await withClient(database.url, async (client) => {
    await client.query("CREATE TABLE things (n int)");
    await client.query("CREATE TABLE changing (first int); INSERT INTO changing VALUES (1)");
  });
});
beforeEach(() => void vi.spyOn(driver, "addFields"));
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const read = {
  pool: () => db.query(pair, [2]),
  transaction: () => db.transaction((inside) => inside.query(pair, [2])),
};
const rows = [1, 2].map((n) => ({ n, j: String(n), t: expect.stringMatching(/^\d{4}-.*Z$/) }));

describe("the columns of a named statement", () => {
  it("are worked out once, in a transaction too", async () => {
    expect(await read.pool()).toEqual(rows);
    vi.mocked(driver.addFields).mockClear();
    for (const on of [read.pool, read.transaction]) expect(await on()).toEqual(rows);
    // The statements that begin and end the transaction have no columns.
    expect(driver.addFields).not.toHaveBeenCalled();
  });

  it("are worked out again if they are others", async () => {
    expect(await db.query(whole, [])).toEqual([{ first: 1 }]);
    await withClient(database.url, (client) => client.query("ALTER TABLE changing ADD second text DEFAULT 'two'"));
    // A connection that planned the statement before refuses it; a new one does not.
    const fresh = createPool({ url: database.url, name: "named-query-test-again" });
    try {
      expect(await createDatabase(fresh).query(whole, [])).toEqual([{ first: 1, second: "two" }]);
      await withClient(database.url, (client) => client.query("ALTER TABLE changing ALTER first TYPE text"));
    } finally {
      await fresh.end();
    }
    const later = createPool({ url: database.url, name: "named-query-test-later" });
    try {
      expect(await createDatabase(later).query(whole, [])).toEqual([{ first: "1", second: "two" }]);
    } finally {
      await later.end();
    }
  });
});

it("names values by their columns, whatever these are called", async () => {
  for (let round = 0; round < 2; round++) {
    expect(await db.query(odd, [])).toEqual([{ 'a "b"': 1, "c\\d": null, "line\nbreak": ["x", null], " ": true }]);
  }
});

it("gives lists of values where those are asked for", async () => {
  const query = {
    name: "named_query_test_lists",
    text: "SELECT 1 AS one, NULL::text AS two",
    rowMode: "array" as const,
  };
  for (let round = 0; round < 2; round++) {
    const { rows } = await db.send(query, { owner: "named-query-test", mayLock: false });
    expect(rows).toEqual([[1, null]]);
  }
});

it("has no rows where there are none, and no columns where nothing is returned", async () => {
  for (let round = 0; round < 2; round++) {
    expect(await db.query(none, [1])).toEqual([]);
    expect(await db.query(write, [1])).toEqual([]);
  }
});

it("fails with the caller's stack, on the pool and on a connection", async () => {
  const failures: unknown[] = [];
  async function theCaller(on: Database): Promise<void> {
    await on.query(wrong, [0]).catch((error: unknown) => failures.push(error));
  }
  await theCaller(db);
  await db.transaction((inside) => theCaller(inside)).catch(() => {});
  expect(failures).toHaveLength(2);
  for (const failure of failures) {
    expect(failure).toMatchObject({ code: "22012", stack: expect.stringContaining("theCaller") });
  }
});

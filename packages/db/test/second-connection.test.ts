import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database, systemStatement } from "../src/index.ts";

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = createPool({ url: database.url, name: "db-test", max: 2 });
  db = createDatabase(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const one = systemStatement("second_connection_test", "SELECT 1 AS one");

describe("inside a transaction", () => {
  it("the pool gives no second connection, for a statement or for a transaction", async () => {
    await expect(db.transaction(() => db.query(one, []))).rejects.toThrow(
      /second_connection_test asks the pool .* inside a transaction/,
    );
    await expect(db.transaction(() => db.transaction(async () => 1))).rejects.toThrow(/inside a transaction/);
    await expect(db.transaction((inside) => inside.transaction(() => db.query(one, [])))).rejects.toThrow(
      /second_connection_test/,
    );
  });

  it("its own database answers, and says that it is in a transaction", async () => {
    expect(db.inTransaction).toBe(false);
    expect(await db.transaction(async (inside) => [inside.inTransaction, await inside.query(one, [])])).toEqual([
      true,
      [{ one: 1 }],
    ]);
  });

  it("others get theirs meanwhile", async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const open = db.transaction(() => ended);
    expect(await db.query(one, [])).toEqual([{ one: 1 }]);
    end();
    await open;
  });

  it("what was started there and goes on gets one afterwards, and so does what follows the commit", async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let later: Promise<unknown> | undefined;
    let followed: Promise<unknown> | undefined;
    await db.transaction(async (inside) => {
      later = ended.then(() => db.query(one, []));
      inside.afterCommit(() => {
        followed = db.query(one, []);
      });
    });
    end();
    expect(await Promise.all([later, followed])).toEqual([[{ one: 1 }], [{ one: 1 }]]);
  });
});

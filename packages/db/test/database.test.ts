import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database, systemStatement } from "../src/index.ts";

const whoAmI = systemStatement(
  "database_test_pid",
  "SELECT pg_backend_pid() AS pid, pg_current_xact_id()::text AS xid",
);
const fail = systemStatement("database_test_fail", "SELECT 1 / $1::int AS n");

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = createPool({ url: database.url, name: "database-test", max: 1 });
  db = createDatabase(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

interface Who {
  pid: number;
  xid: string;
}

const whoIs = async (on: Database): Promise<Who> => (await on.query<Who>(whoAmI, []))[0] as Who;

describe("a transaction", () => {
  it("begins with its first statement: until then it takes no connection", async () => {
    const { promise: holder, resolve: end } = Promise.withResolvers<void>();
    const first = db.transaction(async (inside) => {
      await holder;
      return whoIs(inside);
    });
    await whoIs(db);
    end();
    expect((await first).pid).toBe((await whoIs(db)).pid);
  });

  it("holds one connection and one transaction for all its statements, in whatever order they arrive", async () => {
    const seen = await db.transaction(async (inside) => {
      const both = await Promise.all([whoIs(inside), whoIs(inside)]);
      const nested = await inside.transaction((deeper) => whoIs(deeper).then(({ pid }) => pid));
      return [...both.map(({ xid }) => xid), (await whoIs(inside)).xid, nested];
    });
    const { pid, xid } = await whoIs(db);
    expect(new Set(seen.slice(0, 3)).size).toBe(1);
    expect(seen[0]).not.toBe(xid);
    expect(seen[3]).toBe(pid);
  });

  it("may begin with a savepoint, or do nothing at all", async () => {
    expect(await db.transaction((inside) => inside.transaction((deeper) => whoIs(deeper)))).toBeDefined();
    const done: string[] = [];
    await db.transaction(async (inside) => inside.afterCommit(() => done.push("committed")));
    expect(done).toEqual(["committed"]);
  });

  it("does not succeed if a statement failed and nobody handled it", async () => {
    const done: string[] = [];
    const committed = db.transaction(async (inside) => {
      inside.afterCommit(() => done.push("committed"));
      await inside.query(fail, [0]).catch(() => undefined);
    });
    await expect(committed).rejects.toThrow("could not be committed");
    expect(done).toEqual([]);
    await whoIs(db);
  });

  it("refuses statements after its end, since the connection may be somebody else's", async () => {
    let kept: Database | undefined;
    const failed = db.transaction(async (inside) => {
      kept = inside;
      await whoIs(inside);
      throw new Error("mine");
    });
    await expect(failed).rejects.toThrow("mine");
    await expect(whoIs(kept as Database)).rejects.toThrow("has ended");
    await whoIs(db);
  });
});

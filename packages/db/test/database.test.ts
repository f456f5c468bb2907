import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database, systemStatement } from "../src/index.ts";
import { lockGraph } from "../src/queries/index.ts";
import { lockingStatement, tenantStatement } from "../src/statement.ts";

const whoAmI = systemStatement(
  "database_test_pid",
  "SELECT pg_backend_pid() AS pid, pg_current_xact_id()::text AS xid",
);
const ours = tenantStatement("database_test_ours", "SELECT $1::uuid AS organization_id");
const fail = systemStatement("database_test_fail", "SELECT 1 / $1::int AS n");
const note = systemStatement("database_test_note", "INSERT INTO notes VALUES ($1)");
const notes = systemStatement("database_test_notes", "SELECT text FROM notes ORDER BY text");
const twins = systemStatement("database_test_twins", "INSERT INTO once VALUES ('x'), ('x')");

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = createPool({ url: database.url, name: "database-test", max: 1 });
  db = createDatabase(pool);
  await withClient(database.url, (client) => client.query("CREATE TABLE notes (text text)"));
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

  it("begins with a locking statement if it locks a graph, where that is checked", async () => {
    const strict = createDatabase(pool, { refusesLateLocks: true });
    const organization = "00000000-0000-4000-8000-000000000001";
    const plain = strict.transaction(async (inside) => {
      await inside.tenant(organization).query(ours);
      await lockGraph(inside.tenant(organization));
    });
    await expect(plain).rejects.toThrow("lock_graph locks the graph");
    await strict.transaction(async (inside) => {
      await inside.tenant(organization).query(lockingStatement(ours));
      await lockGraph(inside.tenant(organization));
    });
    await strict.transaction((inside) => lockGraph(inside.tenant(organization)));
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

  it("is undone where its commit is refused, and then does what was to be done after that", async () => {
    const done: string[] = [];
    const committed = db.transaction(async (inside) => {
      inside.afterCommit(() => done.push("committed"));
      inside.afterRollback(() => done.push("undone"));
      await inside.query(fail, [0]).catch(() => undefined);
    });
    await expect(committed).rejects.toThrow("could not be committed");
    await withClient(database.url, (client) =>
      client.query("CREATE TABLE once (name text UNIQUE DEFERRABLE INITIALLY DEFERRED)"),
    );
    const refused = db.transaction(async (inside) => {
      inside.afterRollback(() => done.push("refused"));
      await inside.query(twins, []);
    });
    await expect(refused).rejects.toMatchObject({ code: "23505" });
    expect(done).toEqual(["undone", "refused"]);
  });

  it("is neither done nor undone where its commit is not answered", async () => {
    const done: string[] = [];
    const cut = db.transaction(async (inside) => {
      inside.afterCommit(() => done.push("committed"));
      inside.afterRollback(() => done.push("undone"));
      const { pid } = await whoIs(inside);
      await withClient(database.url, (client) => client.query("SELECT pg_terminate_backend($1)", [pid]));
    });
    await expect(cut).rejects.toThrow();
    expect(done).toEqual([]);
    await whoIs(db);
  });

  it("takes nothing more to do after its end, which nobody would ever do", async () => {
    const kept = await db.transaction(async (inside) => inside);
    expect(() => kept.afterCommit(() => undefined)).toThrow("has ended");
    expect(() => kept.afterRollback(() => undefined)).toThrow("has ended");
  });

  it("is committed though something to do afterwards fails; the rest is done, and the failure is not hidden", async () => {
    const done: string[] = [];
    const thrown = new Promise((resolve) => process.once("uncaughtExceptionMonitor", resolve));
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", () => undefined);
    try {
      const answer = await db.transaction(async (inside) => {
        inside.afterCommit(() => {
          throw new Error("careless");
        });
        inside.afterCommit(() => done.push("told"));
        return "committed";
      });
      expect(answer).toBe("committed");
      expect(done).toEqual(["told"]);
      expect(await thrown).toMatchObject({ message: "careless" });
    } finally {
      for (const listener of others) process.on("uncaughtException", listener);
    }
  });

  it("is not a success where no connection could be had and nobody minded", async () => {
    const nowhere = createPool({ url: "postgres://nobody@127.0.0.1:1/none", name: "database-test" });
    const done: string[] = [];
    const committed = createDatabase(nowhere).transaction(async (inside) => {
      inside.afterCommit(() => done.push("committed"));
      await whoIs(inside).catch(() => undefined);
    });
    await expect(committed).rejects.toThrow("ECONNREFUSED");
    expect(done).toEqual([]);
    await nowhere.end();
  });
});

describe("a savepoint", () => {
  it("undoes its own part alone, though another of the same transaction is wanted meanwhile", async () => {
    const done: string[] = [];
    const outcomes = await db.transaction(async (inside) => {
      const { promise: other, resolve: otherWanted } = Promise.withResolvers<void>();
      const first = inside.transaction(async (part) => {
        part.afterCommit(() => done.push("first"));
        await whoIs(part);
        await other;
        throw new Error("mine");
      });
      const second = inside.transaction(async (part) => {
        part.afterCommit(() => done.push("second"));
        await part.transaction((deeper) => whoIs(deeper));
        return "kept";
      });
      otherWanted();
      return Promise.allSettled([first, second]);
    });
    expect(outcomes).toMatchObject([{ reason: { message: "mine" } }, { value: "kept" }]);
    expect(done).toEqual(["second"]);
  });

  it("keeps what its transaction does meanwhile", async () => {
    const kept = await db.transaction(async (inside) => {
      const { promise: inPart, resolve: isInPart } = Promise.withResolvers<void>();
      const { promise: failing, resolve: failNow } = Promise.withResolvers<void>();
      const part = inside.transaction(async (within) => {
        await whoIs(within);
        isInPart();
        await failing;
        throw new Error("mine");
      });
      await inPart;
      const written = inside.query(note, ["beside"]);
      failNow();
      await Promise.allSettled([part, written]);
      return inside.query(notes, []);
    });
    expect(kept).toEqual([{ text: "beside" }]);
  });

  it("that its transaction leaves behind touches nobody's connection, and keeps that from committing half of it", async () => {
    const { promise: later, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: half, resolve: isHalf } = Promise.withResolvers<void>();
    let left: Promise<unknown> | undefined;
    const hasty = db.transaction(async (inside) => {
      await whoIs(inside);
      left = inside.transaction(async (part) => {
        await part.query(note, ["half"]);
        isHalf();
        await later;
        throw new Error("mine");
      });
      await half;
    });
    await expect(hasty).rejects.toThrow("a savepoint in it is still open");
    const other = db.transaction(async (inside) => {
      await inside.query(note, ["other"]);
      await inside.transaction(async (part) => {
        await part.query(note, ["other's part"]);
        goOn();
        await expect(left).rejects.toThrow("mine");
      });
    });
    await other;
    expect(await db.query(notes, [])).toEqual([{ text: "beside" }, { text: "other" }, { text: "other's part" }]);
  });

  it("whose connection is lost tells what broke it, and all that was to be done on undoing is done", async () => {
    const done: string[] = [];
    const cut = db.transaction((inside) =>
      inside.transaction(async (part) => {
        part.afterRollback(() => done.push("undone"));
        const { pid } = await whoIs(part);
        await withClient(database.url, (client) => client.query("SELECT pg_terminate_backend($1)", [pid]));
        await whoIs(part).catch(() => undefined);
        throw new Error("mine");
      }),
    );
    await expect(cut).rejects.toThrow("mine");
    expect(done).toEqual(["undone"]);
    await whoIs(db);
  });
});

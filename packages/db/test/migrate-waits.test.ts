import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../src/migrate/index.ts";
import { type TemporaryMigrations, temporaryMigrations } from "./support/temporary-migrations.ts";

let database: TestDatabase;
let migrations: TemporaryMigrations;
/** Holds what a migration needs. */
let other: Client;
/** Reads and writes meanwhile. */
let user: Client;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  migrations = await temporaryMigrations();
  other = await connect("nightly dump");
  user = await connect("user");
  await other.query("CREATE TABLE a (n int); INSERT INTO a VALUES (1);");
});
afterEach(async () => {
  await other.end();
  await user.end();
  await database.drop();
});

async function connect(name: string): Promise<Client> {
  const client = new Client({ connectionString: database.url, application_name: name });
  await client.connect();
  return client;
}

/** Migrates until it is done, and tells each of its waits. */
function run(onWaiting: (message: string, count: number) => void, signal?: AbortSignal): Promise<string[]> {
  let count = 0;
  const options = { folder: migrations.folder, onWaiting: (message: string) => onWaiting(message, ++count) };
  return migrate(database.url, { ...options, ...(signal && { signal }) });
}

const ADD = "ALTER TABLE a ADD COLUMN m int;";
const INDEX = "-- step: concurrently\nCREATE INDEX a_n_idx ON a(n);";

describe("a lock that somebody else holds", () => {
  it("is waited for in short attempts, and those that ask for the table come to it between two", async () => {
    await migrations.write("0001_add", ADD);
    await other.query("BEGIN; SELECT * FROM a");
    const messages: string[] = [];
    const reads: Promise<unknown>[] = [];
    const applied = await run((message, count) => {
      messages.push(message);
      reads.push(user.query("SELECT n FROM a"));
      if (count === 2) reads.push(other.query("COMMIT"));
    });
    await Promise.all(reads);
    expect(applied).toEqual(["0001_add"]);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(
      /^0001_add waits for the table a: process \d+ \(nightly dump, for \d+ s\)\. Next attempt in 0\.\d s$/,
    );
  });

  it("leaves nothing of an attempt that gave up", async () => {
    await migrations.write(
      "0001_two",
      "CREATE TABLE b (n int); INSERT INTO b VALUES (1); ALTER TABLE a ADD COLUMN m int;",
    );
    await other.query("BEGIN; SELECT * FROM a");
    await run(() => void other.query("COMMIT"));
    expect((await other.query("SELECT n FROM b")).rows).toEqual([{ n: 1 }]);
  });

  it("is waited for without anybody behind, once a vacuum may be in the way", async () => {
    await migrations.write("0001_add", ADD);
    await other.query("BEGIN; LOCK TABLE a IN SHARE UPDATE EXCLUSIVE MODE");
    const applied = run(() => {});
    // The second attempt asks for the lock that a vacuum has, for longer than any write would wait.
    const waiting =
      "SELECT 1 FROM pg_locks WHERE relation = 'a'::regclass AND mode = 'ShareUpdateExclusiveLock' AND NOT granted";
    while ((await user.query(waiting)).rowCount === 0);
    await user.query("SET lock_timeout = 1");
    await user.query("INSERT INTO a VALUES (2)");
    expect((await user.query(waiting)).rowCount).toBe(1);
    await other.query("COMMIT");
    expect(await applied).toEqual(["0001_add"]);
  });

  it("does not keep anybody from ending the run, which leaves no record", async () => {
    await migrations.write("0001_add", ADD);
    await other.query("BEGIN; SELECT * FROM a");
    const interrupt = new AbortController();
    await expect(run(() => interrupt.abort(), interrupt.signal)).rejects.toThrow(
      "Interrupted before 0001_add was complete. Run it again to continue from there.",
    );
    expect((await other.query("SELECT * FROM _prisma_migrations")).rows).toEqual([]);
    await other.query("COMMIT");
    expect(await run(() => {})).toEqual(["0001_add"]);
  });

  it("is waited for in the same way where the queue's tables change", async () => {
    await run(() => {});
    // The newest can be applied twice.
    await other.query(
      "DELETE FROM graphile_worker.migrations WHERE id = (SELECT max(id) FROM graphile_worker.migrations)",
    );
    await other.query("BEGIN; LOCK TABLE graphile_worker.migrations IN SHARE MODE");
    const messages: string[] = [];
    await run((message, count) => {
      messages.push(message);
      if (count === 2) void other.query("COMMIT");
    });
    expect(messages).toEqual([expect.stringMatching(/^the queue waits for a lock\./), expect.anything()]);
  });
});

describe("an index that waits for older transactions", () => {
  const READ = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM a";

  it("says whom it waits for, while rows are written", async () => {
    await migrations.write("0001_index", INDEX);
    await other.query(READ);
    const messages: string[] = [];
    await run((message) => {
      messages.push(message);
      void other.query("INSERT INTO a VALUES (2); COMMIT");
    });
    expect(messages).toEqual([
      expect.stringMatching(
        /^0001_index waits for transactions that are open: process \d+ \(nightly dump, for \d+ s\)/,
      ),
    ]);
  });

  it("is given up when the run is interrupted, and built by the next", async () => {
    await migrations.write("0001_index", INDEX);
    await other.query(READ);
    const interrupt = new AbortController();
    await expect(run(() => interrupt.abort(), interrupt.signal)).rejects.toThrow("Interrupted before 0001_index");
    await other.query("COMMIT");
    expect(await run(() => {})).toEqual(["0001_index"]);
    expect((await other.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_n_idx'::regclass")).rows).toEqual([
      { indisvalid: true },
    ]);
  });

  it.each([
    { why: "a vacuum has the table", hold: "BEGIN; LOCK TABLE a IN SHARE UPDATE EXCLUSIVE MODE", half: false },
    { why: "half of it, which is removed first, is in use", hold: READ, half: true },
  ])("says so and can be interrupted before it begins, while $why", async ({ hold, half }) => {
    await migrations.write("0001_index", INDEX);
    if (half) {
      await other.query("CREATE INDEX a_n_idx ON a (n)");
      await other.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'a_n_idx'::regclass");
    }
    await other.query(hold);
    const interrupt = new AbortController();
    const messages: string[] = [];
    const interrupted = run((message) => {
      messages.push(message);
      interrupt.abort();
    }, interrupt.signal);
    await expect(interrupted).rejects.toThrow("Interrupted before 0001_index");
    expect(messages).toEqual([
      expect.stringMatching(/^0001_index waits for .*: process \d+ \(nightly dump, for \d+ s\)/),
    ]);
    await other.query("COMMIT");
    expect(await run(() => {})).toEqual(["0001_index"]);
  });
});

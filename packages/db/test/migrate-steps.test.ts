import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dumpSchema } from "../src/migrate/dump-schema.ts";
import { readMigrations } from "../src/migrate/files.ts";
import { migrate } from "../src/migrate/index.ts";
import { type TemporaryMigrations, temporaryMigrations } from "./support/temporary-migrations.ts";

let database: TestDatabase;
let migrations: TemporaryMigrations;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  migrations = await temporaryMigrations();
});
afterEach(() => database.drop());

const run = () => migrate(database.url, { folder: migrations.folder });

function query<Row extends object>(sql: string): Promise<Row[]> {
  return withClient(database.url, async (client) => (await client.query<Row>(sql)).rows);
}

const record = () =>
  query(
    "SELECT migration_name AS name, applied_steps_count AS steps, finished_at IS NOT NULL AS finished FROM _prisma_migrations",
  );

describe("a migration of several steps", () => {
  it("keeps the steps before one that fails, and continues there", async () => {
    await query("CREATE TABLE gate (divisor int); INSERT INTO gate VALUES (0);");
    await migrations.write(
      "0001_steps",
      "CREATE TABLE a (n int);\n-- step\nCREATE TABLE b (n int);\nSELECT 1 / divisor FROM gate;\n-- step\nCREATE TABLE c (n int);",
    );
    await expect(run()).rejects.toThrow("Migration 0001_steps (step 2 of 3) failed: division by zero");
    expect(await record()).toEqual([{ name: "0001_steps", steps: 1, finished: false }]);
    const tables = "SELECT to_regclass('a') AS a, to_regclass('b') AS b, to_regclass('c') AS c";
    expect(await query(tables)).toEqual([{ a: "a", b: null, c: null }]);

    await query("UPDATE gate SET divisor = 1");
    expect(await run()).toEqual(["0001_steps"]);
    expect(await record()).toEqual([{ name: "0001_steps", steps: 3, finished: true }]);
    expect(await query(tables)).toEqual([{ a: "a", b: "b", c: "c" }]);
    expect(await run()).toEqual([]);
  });

  it("names the line of the file that failed", async () => {
    await migrations.write(
      "0001_steps",
      "-- First.\nCREATE TABLE a (n int);\n\n-- step\n-- Second.\nSELECT nothing FROM nowhere;",
    );
    await expect(run()).rejects.toThrow('(step 2 of 2) failed: relation "nowhere" does not exist (line 6)');
  });

  it("is refused if it was edited between two of them", async () => {
    await migrations.write("0001_steps", "CREATE TABLE a (n int);\n-- step\nSELECT nothing FROM nowhere;");
    await expect(run()).rejects.toThrow("step 2 of 2");
    await migrations.write("0001_steps", "CREATE TABLE a (n int);\n-- step\nCREATE TABLE b (n int);");
    await expect(run()).rejects.toThrow("0001_steps was edited after it had been applied");
  });

  it("is refused if another tool has begun it", async () => {
    await migrations.write("0001_steps", "CREATE TABLE a (n int);");
    await run();
    await query("UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0");
    await expect(run()).rejects.toThrow("0001_steps was begun by another tool and did not finish");
    // It counts the step before it notes that it has finished.
    await query("UPDATE _prisma_migrations SET applied_steps_count = 1");
    await expect(run()).rejects.toThrow("0001_steps was begun by another tool and did not finish");
  });
});

describe("an index that is built concurrently", () => {
  const valid = () => query("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('a_n_idx')");
  const INDEX = 'CREATE UNIQUE INDEX "a_n_idx" ON a(n);\n';
  const SQL = `-- step: concurrently\n-- Why.\n${INDEX}`;

  it("is built again where an attempt left half of it", async () => {
    await query("CREATE TABLE a (n int); INSERT INTO a VALUES (1), (1);");
    await migrations.write("0001_index", SQL);
    await expect(run()).rejects.toThrow('Migration 0001_index failed: could not create unique index "a_n_idx"');
    expect(await valid()).toEqual([{ valid: false }]);
    await query("DELETE FROM a");
    expect(await run()).toEqual(["0001_index"]);
    expect(await valid()).toEqual([{ valid: true }]);
    expect(await record()).toEqual([{ name: "0001_index", steps: 1, finished: true }]);
  });

  it("is taken as it is where only its record is missing", async () => {
    await query("CREATE TABLE a (n int); CREATE UNIQUE INDEX a_n_idx ON a (n)");
    const [before] = await query("SELECT 'a_n_idx'::regclass::oid AS id");
    await migrations.write("0001_index", SQL);
    expect(await run()).toEqual(["0001_index"]);
    expect(await query("SELECT 'a_n_idx'::regclass::oid AS id")).toEqual([before]);
  });

  it("is so below a comment that has its words", async () => {
    await query("CREATE TABLE a (n int)");
    await migrations.write("0001_index", `-- step: concurrently\n-- A plain CREATE INDEX would stop writes.\n${INDEX}`);
    await withClient(database.url, async (reader) => {
      await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM a");
      const told: string[] = [];
      const onWaiting = (message: string) => {
        told.push(message);
        void reader.query("COMMIT");
      };
      await migrate(database.url, { folder: migrations.folder, onWaiting });
      expect(told).toHaveLength(1);
    });
  });

  it("is the only thing that may be", async () => {
    await migrations.write("0001_index", "CREATE TABLE a (n int);\n-- step: concurrently\nDROP INDEX a_n_idx;\n");
    await expect(run()).rejects.toThrow("0001_index: only a CREATE INDEX can run concurrently, below line 2");
  });
});

it("other tools, which run each file as one transaction, come to the same schema", async () => {
  await migrate(database.url, { folder: migrations.folder });
  for (const { sql } of await readMigrations()) await query(sql);
  const asWhole = await dumpSchema(database.url);
  const inSteps = await createTestDatabase();
  try {
    expect(asWhole).toEqual(await dumpSchema(inSteps.url));
  } finally {
    await inSteps.drop();
  }
});

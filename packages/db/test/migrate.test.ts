import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, hasPgBouncer, startPgBouncer, type TestDatabase } from "@pragma/testing";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkDrift } from "../src/migrate/drift.ts";
import { readMigrations } from "../src/migrate/files.ts";
import { MigrationError, migrate } from "../src/migrate/index.ts";
import { createPool } from "../src/pool.ts";
import { NEWEST_MIGRATION, requireMigrated } from "../src/require-migrated.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
}

async function query<Row>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const RECORDS =
  "select migration_name, checksum, finished_at is not null as finished, rolled_back_at, applied_steps_count from _prisma_migrations order by migration_name";

describe("migrate", () => {
  it("applies in order, bodies with semicolons included, and records what Prisma would", async () => {
    const first = "create function one() returns int language plpgsql as $$ begin return 1; end; $$;";
    await write("0002_second", "create table b (n int default one()); insert into b default values;");
    await write("0001_first", first);
    const applied: string[] = [];
    const names = await migrate(database.url, { folder, onApplied: (name) => applied.push(name) });
    expect(names).toEqual(["0001_first", "0002_second"]);
    expect(applied).toEqual(names);
    expect(await query("select n from b")).toEqual([{ n: 1 }]);
    const records = await query(RECORDS);
    expect(records).toHaveLength(2);
    expect(records[0]).toEqual({
      migration_name: "0001_first",
      checksum: createHash("sha256").update(first).digest("hex"),
      finished: true,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
    expect(await migrate(database.url, { folder })).toEqual([]);
  });

  it("creates the queue's tables before ours", async () => {
    await write("0001_refers", "create view waiting as select count(*) from graphile_worker._private_jobs;");
    await migrate(database.url, { folder });
    expect(await query("select * from waiting")).toEqual([{ count: "0" }]);
  });

  it("is safe to run in several processes at once", async () => {
    await write("0001_first", "create table a (n int); insert into a values (1);");
    const results = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, { folder })));
    expect(results.flat()).toEqual(["0001_first"]);
    expect(await query("select n from a")).toEqual([{ n: 1 }]);
  });

  it.skipIf(!hasPgBouncer)("is so through a pooler by transaction, too", async () => {
    await write("0001_first", "create table a (n int); select pg_sleep(0.2); insert into a values (1);");
    const { url, stop } = await startPgBouncer(database.url, { mode: "transaction", sessions: 12 });
    const results = await Promise.all(Array.from({ length: 4 }, () => migrate(url, { folder }))).finally(stop);
    expect(results.flat()).toEqual(["0001_first"]);
    expect(await query("select n from a")).toEqual([{ n: 1 }]);
  });

  it.skipIf(!hasPgBouncer)("takes two sessions of a pooler and no more", async () => {
    await write("0001_first", "create table a (n int);");
    const { url, stop } = await startPgBouncer(database.url, { mode: "session", sessions: 2 });
    expect(await migrate(url, { folder }).finally(stop)).toEqual(["0001_first"]);
  });

  it.skipIf(!hasPgBouncer)("leaves no lock in a pooler's sessions", async () => {
    const { url, stop } = await startPgBouncer(database.url, { mode: "transaction" });
    await migrate(url, { folder });
    const left = await query(
      "select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
    ).finally(stop);
    expect(left).toEqual([]);
  });

  it("stops before it commits where its lock is lost: somebody else may be migrating", async () => {
    await write(
      "0001_cuts",
      "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database());",
    );
    await expect(migrate(database.url, { folder })).rejects.toThrow(/0001_cuts failed/);
    expect(await query("select migration_name from _prisma_migrations")).toEqual([]);
  });

  it("leaves nothing of a failed migration, and says where it failed", async () => {
    await write("0001_good", "create table good (n int);");
    await write("0002_bad", "create table half (n int);\ninsert into half values (1);\nselect nothing from nowhere;");
    const failure = migrate(database.url, { folder });
    await expect(failure).rejects.toThrow(MigrationError);
    await expect(failure).rejects.toThrow('Migration 0002_bad failed: relation "nowhere" does not exist (line 3)');
    expect(await query("select to_regclass('half') as half")).toEqual([{ half: null }]);
    expect(await query<{ migration_name: string }>(RECORDS)).toMatchObject([{ migration_name: "0001_good" }]);
  });

  it("refuses an applied migration that was edited", async () => {
    await write("0001_first", "create table a (n int);");
    await migrate(database.url, { folder });
    await write("0001_first", "create table a (n bigint);");
    await expect(migrate(database.url, { folder })).rejects.toThrow(/0001_first was edited after it had been applied/);
  });

  it("refuses a database of a newer version", async () => {
    await write("0001_first", "create table a (n int);");
    await write("0002_future", "create table b (n int);");
    await migrate(database.url, { folder });
    await rm(join(folder, "0002_future"), { recursive: true });
    await expect(migrate(database.url, { folder })).rejects.toThrow(/0002_future, which this version does not know/);
  });
});

describe("a database with data in it", () => {
  it("gets a version for the existing types", async () => {
    const migrations = await readMigrations();
    const before = migrations.filter(({ name }) => name < "0012");
    for (const { name, sql } of before) await write(name, sql);
    await migrate(database.url, { folder });
    const [shipped, own, none] = ["0", "1", "2"].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`);
    for (const organization of [shipped, own]) {
      await query(
        `insert into provider_types (organization_id, provider, resource, version, schema, outputs_schema, tags, capabilities)
         values ('${organization}', 'acme', 'thing', '1', '{}', '{}', '{}', '{}')`,
      );
    }
    await migrate(database.url);
    const versions = () =>
      query<{ own: string; none: string }>(`select types_version('${own}') as own, types_version('${none}') as none`);
    const [first] = await versions();
    expect(first).toEqual({ own: expect.stringMatching(/^\d+\.\d+$/), none: expect.stringMatching(/^\d+$/) });
    await query(`update provider_types set leaving = true where organization_id = '${own}'`);
    const [second] = await versions();
    expect([second?.own === first?.own, second?.none === first?.none]).toEqual([false, true]);
  });
});

describe("a database that does not allow the extension pg_trgm", () => {
  const indexes = () => query("select 1 from pg_indexes where indexname = 'resources_text_idx'");

  it("is migrated without the index that needs it, says so each time, and gets it once it may", async () => {
    // As a managed database refuses it to roles that may not create extensions.
    await query(
      `create function refuse() returns event_trigger language plpgsql as $$ begin
         if exists (select 1 from pg_proc where proname = 'index_resource_texts') then
           raise insufficient_privilege using message = 'permission denied to create extension "pg_trgm"';
         end if;
       end $$;
       create event trigger refuse on ddl_command_start when tag in ('CREATE EXTENSION') execute function refuse()`,
    );
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    await migrate(database.url, { onWarning });
    await migrate(database.url, { onWarning });
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('cannot be created (permission denied to create extension "pg_trgm")');
    expect(await indexes()).toHaveLength(0);

    await query("drop event trigger refuse");
    await migrate(database.url, { onWarning });
    expect(warnings).toHaveLength(2);
    expect(await indexes()).toHaveLength(1);
  });
});

describe("checkDrift", () => {
  it("finds schema.prisma and the migrations in agreement", async () => {
    await migrate(database.url);
    expect(await checkDrift(database.url)).toBeNull();
  });

  it("gives the SQL that is missing", async () => {
    const schemaFile = join(folder, "schema.prisma");
    await writeFile(
      schemaFile,
      `datasource db {\n  provider = "postgresql"\n}\n
      model Thing {\n  id Int @id\n  label String?\n  parent Int?\n  up Thing? @relation("tree", fields: [parent], references: [id])\n  down Thing[] @relation("tree")\n}`,
    );
    await write("0001_first", 'create table "Thing" (id int primary key, parent int references "Thing" (id));');
    await migrate(database.url, { folder });
    const sql = await checkDrift(database.url, { schemaFile });
    expect(sql).toContain('ALTER TABLE "Thing" ADD COLUMN     "label" TEXT');
    expect(sql).not.toContain("_prisma_migrations");
    expect(sql).not.toContain("graphile_worker");
  });
});

describe("a program that starts", () => {
  async function start(): Promise<void> {
    const pool = createPool({ url: database.url, name: "test", max: 1, onError: () => undefined });
    try {
      await requireMigrated(pool);
    } finally {
      await pool.end();
    }
  }

  it("knows the newest migration", async () => {
    expect((await readMigrations()).at(-1)?.name).toBe(NEWEST_MIGRATION);
  });

  it("refuses a database that lacks it, or has half of it", async () => {
    await expect(start()).rejects.toThrow(`lacks the migration ${NEWEST_MIGRATION}`);
    await migrate(database.url);
    await start();
    await query(`update _prisma_migrations set finished_at = null where migration_name = '${NEWEST_MIGRATION}'`);
    await expect(start()).rejects.toThrow(/Run node packages\/db\/scripts\/migrate\.ts/);
  });
});

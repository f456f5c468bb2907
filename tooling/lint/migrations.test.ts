import { join } from "node:path";
import { loadModule } from "libpg-query";
import { describe, expect, it } from "vitest";
import { readMigrations } from "../../packages/db/src/migrate/files.ts";
import { Catalog } from "./src/migrations/catalog.ts";
import { judgeMigration } from "./src/migrations/judge-migration.ts";
import { lockTable, renderLocks } from "./src/migrations/lock-table.ts";

const DATABASE = join(import.meta.dirname, "../../packages/db");
/** Migrations as they were before they were rewritten. */
const FORMER = join(DATABASE, "test/support/former-migrations");

/**
 * The newest migration before the first release. No program of a release ran before it, so those up to here may do what would
 * break one. They cannot say so themselves: a migration that was applied must not change.
 */
const BEFORE_FIRST_RELEASE = "0024_filtered_network";

async function rulesOf(sql: string): Promise<string[]> {
  return (await judgeMigration(sql)).map(({ rule }) => rule);
}

describe("judgeMigration", () => {
  it.each<[string, string[]]>([
    ["DROP TABLE a", ["drop"]],
    ["DROP FUNCTION f(uuid, text)", ["drop"]],
    ["ALTER TABLE a DROP COLUMN b, DROP COLUMN c", ["drop", "drop"]],
    ["TRUNCATE a", ["drop"]],
    ["DROP INDEX a_b_idx", []],
    ["DROP TRIGGER t ON a", []],
    ["ALTER TABLE a DROP CONSTRAINT a_b_check", []],
    ["ALTER TABLE a RENAME TO b", ["rename"]],
    ["ALTER TABLE a RENAME COLUMN b TO c", ["rename"]],
    ["ALTER TABLE a RENAME CONSTRAINT b TO c", []],
    ["ALTER INDEX a RENAME TO b", []],
    ["ALTER TYPE e RENAME VALUE 'a' TO 'b'", ["rename"]],
    ["ALTER TYPE e ADD VALUE 'c'", []],
    ["ALTER TABLE a ADD COLUMN b int", []],
    ["ALTER TABLE a ADD COLUMN b int NOT NULL", ["not-null"]],
    ["ALTER TABLE a ALTER COLUMN b SET NOT NULL", ["not-null"]],
    ["ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT NULL", ["not-null"]],
    ["ALTER TABLE a ALTER COLUMN b DROP DEFAULT", ["not-null"]],
    ["ALTER TABLE a ALTER COLUMN b SET DEFAULT 1", []],
    ["ALTER TABLE a ADD COLUMN b bool NOT NULL DEFAULT false", []],
    ["ALTER TABLE a ADD COLUMN b text[] NOT NULL DEFAULT '{}'::text[]", []],
    ["ALTER TABLE a ADD COLUMN b timestamptz NOT NULL DEFAULT now()", []],
    ["ALTER TABLE a ADD COLUMN b timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP", []],
    ["ALTER TABLE a ADD COLUMN b timestamptz NOT NULL DEFAULT now() + interval '1 day'", []],
    ["ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT md5(random()::text || 'now')", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT 'now' || random()::text", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b float[] DEFAULT ARRAY[random()]", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b float[] DEFAULT ARRAY[1, 2]", []],
    ["ALTER TABLE a ADD COLUMN b uuid NOT NULL DEFAULT gen_random_uuid()", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b bigserial NOT NULL", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS (c + 1) STORED", ["rewrite"]],
    ["ALTER TABLE a ALTER COLUMN b TYPE bigint", ["type"]],
    ["ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)", ["constraint"]],
    ["ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id)", ["constraint", "second-lock"]],
    ["ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id) NOT VALID", ["second-lock"]],
    ["ALTER TABLE a VALIDATE CONSTRAINT c", []],
    ["ALTER TABLE a ADD COLUMN b int CHECK (b > 0)", ["constraint"]],
    ["ALTER TABLE a ADD COLUMN b int REFERENCES d (id)", ["second-lock"]],
    ["ALTER TABLE a ADD COLUMN b int DEFAULT 1 REFERENCES d (id)", ["constraint", "second-lock"]],
    ["ALTER TABLE a ADD COLUMN b int UNIQUE", ["index"]],
    ["ALTER TABLE a ADD COLUMN b int PRIMARY KEY", ["index"]],
    ["CREATE UNIQUE INDEX i ON a (b)", ["index"]],
    ["UPDATE a SET b = 1", ["rewrite"]],
    ["DELETE FROM a", ["rewrite"]],
    ["MERGE INTO a USING c ON a.b = c.b WHEN MATCHED THEN DELETE", ["rewrite"]],
    ["WITH moved AS (DELETE FROM a RETURNING *) INSERT INTO c SELECT * FROM moved", ["rewrite"]],
    ["WITH changed AS (UPDATE a SET b = 1 RETURNING 1) SELECT count(*) FROM changed", ["rewrite"]],
    ["WITH few AS (SELECT 1) INSERT INTO a SELECT * FROM few", []],
    ["INSERT INTO a VALUES (1)", []],
    ["INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1", []],
    ["INSERT INTO a SELECT * FROM c ON CONFLICT (b) DO UPDATE SET c = 1", ["rewrite"]],
    ["INSERT INTO a SELECT * FROM c ON CONFLICT DO NOTHING", []],
    ["SELECT * FROM a FOR UPDATE", ["rewrite"]],
    ["DO $$ BEGIN PERFORM 1 FROM a FOR UPDATE; END $$", ["rewrite"]],
    ["LOCK TABLE a", ["lock"]],
    ["ALTER TABLE a SET UNLOGGED", ["lock"]],
    ["REINDEX TABLE a", ["lock"]],
    ["CLUSTER a", ["lock"]],
    ["ALTER TABLE a SET TABLESPACE c", ["lock"]],
    ["ALTER TABLE a SET ACCESS METHOD heap", ["lock"]],
    ["ALTER TABLE a ALTER b SET EXPRESSION AS (c + 1)", ["lock"]],
    ["SET LOCAL lock_timeout = '1h'; ALTER TABLE a ADD b int", ["lock"]],
    ["RESET ALL", ["lock"]],
    ["SET enable_seqscan = off", []],
    ["ALTER TABLE a SET SCHEMA c", ["rename"]],
    ["DO $$ BEGIN EXECUTE 'drop table a'; END $$", ["block"]],
    ["DO $$ BEGIN IF EXISTS (SELECT FROM a) THEN DROP TABLE a; END IF; END $$", ["drop"]],
    ["DO $$ BEGIN ANALYZE a; END $$", []],
    ["DO LANGUAGE plperl $$ 1 $$", ["block"]],
    ["COMMIT", ["block"]],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM a; $$", []],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM a; $$; SELECT f();", ["rewrite"]],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'x'; END; $$; SELECT f();", ["block"]],
    ["-- step: concurrently\nCREATE INDEX i ON a (b)", []],
    // A lock that is held while the next one is taken.
    ["ALTER TABLE a ADD b int; ALTER TABLE c ADD b int", ["second-lock"]],
    ["ALTER TABLE a ADD b int; ALTER TABLE a ADD c int", []],
    ["CREATE TABLE a PARTITION OF b FOR VALUES IN (1); ALTER TABLE c ADD d int", ["second-lock"]],
    ["ALTER TABLE a ADD b int;\n-- step\nALTER TABLE c ADD b int", []],
    ["INSERT INTO a VALUES (1); ALTER TABLE c ADD b int", ["second-lock"]],
    ["ALTER TABLE c ADD b int; INSERT INTO a VALUES (1)", ["second-lock"]],
    ["INSERT INTO a VALUES (1); INSERT INTO c VALUES (1)", []],
    ["ALTER TABLE a ALTER b SET STATISTICS 9; ALTER TABLE c ADD b int", []],
    ["CREATE INDEX i ON a (b);\n-- step\nALTER TABLE c ADD b int; DROP INDEX i", ["index", "second-lock"]],
    ["ALTER TABLE c ADD b int; DROP TRIGGER t ON a", ["second-lock"]],
    ["CREATE TABLE a (b int REFERENCES c); CREATE TRIGGER t AFTER INSERT ON d EXECUTE FUNCTION f()", ["second-lock"]],
    [
      "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'LOCK c'; ALTER TABLE a ADD b int; SELECT f();",
      ["lock", "second-lock"],
    ],
    // A lock that is held while rows are read or written.
    ["ALTER TABLE a ADD b int; SELECT count(*) FROM c", ["held"]],
    ["SELECT count(*) FROM c; ALTER TABLE a ADD b int", []],
    ["ALTER TABLE a ADD b int; ALTER TABLE a VALIDATE CONSTRAINT c", ["held"]],
    ["ALTER TABLE a ADD b int; ANALYZE a", ["held"]],
    ["ALTER TABLE a ALTER b SET (n_distinct = 9); ANALYZE a", []],
    ["ALTER TABLE a ADD b int; DO $$ BEGIN PERFORM count(*) FROM a; END $$", ["held"]],
    ["ALTER TABLE a ADD b int; DO $$ BEGIN EXECUTE 'x'; END $$", ["block", "held"]],
    ["CREATE TABLE a (b int); INSERT INTO a SELECT d FROM c", []],
    ["ALTER TABLE c ADD e int; CREATE TABLE a (b int); INSERT INTO a SELECT d FROM c", ["held"]],
  ])("%s: %j", async (sql, rules) => {
    expect(await rulesOf(sql)).toEqual(rules);
  });

  it("lets a migration do as it likes with tables of its own", async () => {
    const sql =
      "CREATE TABLE a (b int); ALTER TABLE a ADD c int NOT NULL; CREATE INDEX i ON a (c); UPDATE a SET b = 1;";
    expect(await rulesOf(sql)).toEqual([]);
  });

  it("does not take a table for its own that may have been there", async () => {
    expect(await rulesOf("CREATE TABLE IF NOT EXISTS a (b int); ALTER TABLE a DROP COLUMN b;")).toEqual(["drop"]);
  });

  it("takes an allowance for the rule and the statement below it, with a reason", async () => {
    expect(await rulesOf("-- Ä\n-- allow drop: no release had it\nDROP TABLE a;\n-- step\nDROP TABLE b;")).toEqual([
      "drop",
    ]);
    expect(await rulesOf("-- allow index: a row a worker\nDROP TABLE a;")).toEqual(["drop"]);
    expect(await rulesOf("-- allow drop:\nDROP TABLE a;")).toEqual(["drop"]);
  });

  it("names the line", async () => {
    expect(await judgeMigration("-- first\nSELECT 1;\n\n-- second\nDROP TABLE a;")).toEqual([
      { line: 5, rule: "drop", message: expect.stringMatching(/^drops a table: /) },
    ]);
  });
});

/** All migrations in their order, each with what it is accused of. */
async function judgeAll(folder?: string): Promise<{ name: string; findings: string[] }[]> {
  await loadModule();
  const catalog = new Catalog();
  const judged: { name: string; findings: string[] }[] = [];
  const own = new Map((await readMigrations(folder)).map((file) => [file.name, file.sql]));
  for (const { name, sql } of await readMigrations()) {
    const found = await judgeMigration(own.get(name) ?? sql, catalog);
    const findings = found.map(({ line, rule, message }) => `${name}/migration.sql:${line}: ${rule}: ${message}`);
    judged.push({ name, findings });
  }
  return judged;
}

it("every migration leaves the programs of the last release working", async () => {
  const judged = (await judgeAll()).filter(({ name }) => name > BEFORE_FIRST_RELEASE);
  // Any folder is applied, in the order of their names: one named otherwise might come before those it builds on.
  expect(judged.map(({ name }) => name).filter((name) => !/^\d{4}_[a-z0-9_]+$/.test(name))).toEqual([]);
  const findings = judged.flatMap((migration) => migration.findings);
  expect(findings, "Above a statement that is fine all the same: -- allow <rule>: <reason>").toEqual([]);
});

it("what was wrong with migrations before they were rewritten would be found", async () => {
  const findings = (await judgeAll(FORMER))
    .filter(({ name }) => name > BEFORE_FIRST_RELEASE)
    .flatMap((one) => one.findings);
  expect(findings.map((finding) => finding.replace(/: [^:]*$/, ""))).toEqual([
    "0029_changes/migration.sql:4: second-lock: takes ACCESS EXCLUSIVE of events while it holds ACCESS EXCLUSIVE of resources (line 3)",
    "0029_changes/migration.sql:5: second-lock: takes ACCESS EXCLUSIVE of resource_changes while it holds ACCESS EXCLUSIVE of resources (line 3)",
    "0029_changes/migration.sql:6: second-lock: takes ACCESS EXCLUSIVE of dead_letters while it holds ACCESS EXCLUSIVE of resources (line 3)",
    "0029_changes/migration.sql:9: held: reads or writes many rows of resources while it holds ACCESS EXCLUSIVE of resources (line 3)",
    "0032_cheap_deletion_marks/migration.sql:36: second-lock: takes ACCESS EXCLUSIVE of resources while it holds SHARE of events (line 3)",
    "0035_saved_views/migration.sql:17: second-lock: takes SHARE ROW EXCLUSIVE of users while it holds SHARE ROW EXCLUSIVE of organizations (line 16)",
  ]);
});

it("locks.md tells what each of them locks, in order", async () => {
  const steps = (await lockTable()).filter(({ migration }) => migration > BEFORE_FIRST_RELEASE);
  await expect(renderLocks(steps)).toMatchFileSnapshot(join(DATABASE, "prisma/locks.md"));
});

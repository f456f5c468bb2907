import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeMigration } from "./migrations.ts";

const FOLDER = join(import.meta.dirname, "../../packages/db/prisma/migrations");

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
    ["ALTER TABLE a ADD COLUMN b uuid NOT NULL DEFAULT gen_random_uuid()", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b bigserial NOT NULL", ["rewrite"]],
    ["ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS (c + 1) STORED", ["rewrite"]],
    ["ALTER TABLE a ALTER COLUMN b TYPE bigint", ["type"]],
    ["ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)", ["constraint"]],
    ["ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id)", ["constraint"]],
    ["ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id) NOT VALID", []],
    ["ALTER TABLE a VALIDATE CONSTRAINT c", []],
    ["ALTER TABLE a ADD COLUMN b int CHECK (b > 0)", ["constraint"]],
    ["ALTER TABLE a ADD COLUMN b int REFERENCES d (id)", []],
    ["ALTER TABLE a ADD COLUMN b int DEFAULT 1 REFERENCES d (id)", ["constraint"]],
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
    ["LOCK TABLE a", ["lock"]],
    ["ALTER TABLE a SET UNLOGGED", ["lock"]],
    ["REINDEX TABLE a", ["lock"]],
    ["CLUSTER a", ["lock"]],
    ["ALTER TABLE a SET SCHEMA c", ["rename"]],
    ["DO $$ BEGIN EXECUTE 'drop table a'; END $$", ["block"]],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM a; $$", []],
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
    expect(await rulesOf("-- Ä\n-- allow drop: no release had it\nDROP TABLE a;\nDROP TABLE b;")).toEqual(["drop"]);
    expect(await rulesOf("-- allow index: a row a worker\nDROP TABLE a;")).toEqual(["drop"]);
    expect(await rulesOf("-- allow drop:\nDROP TABLE a;")).toEqual(["drop"]);
  });

  it("names the line", async () => {
    expect(await judgeMigration("-- first\nSELECT 1;\n\n-- second\nDROP TABLE a;")).toEqual([
      { line: 5, rule: "drop", message: expect.stringMatching(/^drops a table: /) },
    ]);
  });
});

it("every migration leaves the programs of the last release working", async () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => name > BEFORE_FIRST_RELEASE);
  // Any folder is applied, in the order of their names: one named otherwise might come before those it builds on.
  expect(names.filter((name) => !/^\d{4}_[a-z0-9_]+$/.test(name))).toEqual([]);
  const findings = await Promise.all(
    names.map(async (name) => {
      const found = await judgeMigration(readFileSync(join(FOLDER, name, "migration.sql"), "utf8"));
      return found.map(({ line, rule, message }) => `${name}/migration.sql:${line}: ${rule}: ${message}`);
    }),
  );
  expect(findings.flat(), "Above a statement that is fine all the same: -- allow <rule>: <reason>").toEqual([]);
});

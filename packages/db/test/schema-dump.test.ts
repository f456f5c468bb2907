import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dumpSchema, type SchemaDump } from "../src/migrate/dump-schema.ts";
import { FUNCTIONS_DUMP, SCHEMA_DUMP } from "../src/migrate/files.ts";

let database: TestDatabase;
let dump: SchemaDump;

beforeAll(async () => {
  database = await createTestDatabase();
  dump = await dumpSchema(database.url);
});
afterAll(() => database.drop());

it("schema.sql is the result of all migrations, triggers, checks and partial indexes included", async () => {
  const committed = await readFile(SCHEMA_DUMP, "utf8");
  expect(dump.tables).toBe(committed);

  // Things that no comparison of tables and columns sees.
  await withClient(database.url, async (client) => {
    await client.query("ALTER TABLE organizations DROP CONSTRAINT organizations_slug_form");
    await client.query("DROP TRIGGER give_slug ON organizations");
  });
  const { tables: drifted } = await dumpSchema(database.url);
  const linesOf = (text: string): string[] => text.split("\n").map((line) => line.replace(/,$/, ""));
  const left = new Set(linesOf(drifted));
  const gone = linesOf(committed).filter((line) => !left.has(line));
  expect(gone.map((line) => line.trim().split(" ").slice(0, 3).join(" "))).toEqual([
    "CONSTRAINT organizations_slug_form CHECK",
    "CREATE TRIGGER give_slug",
  ]);
});

it("the folder of functions holds the result of all migrations, one per file", async () => {
  const files = (await readdir(FUNCTIONS_DUMP)).sort();
  const texts = files.map(async (file) => [file, await readFile(join(FUNCTIONS_DUMP, file), "utf8")] as const);
  expect(new Map(await Promise.all(texts))).toEqual(dump.functions);
  expect(files).toContain("take_looks.sql");

  await withClient(database.url, (client) => client.query("ALTER FUNCTION take_looks COST 7"));
  const drifted = await dumpSchema(database.url);
  expect(drifted.functions.get("take_looks.sql")).toContain("COST 7");
});

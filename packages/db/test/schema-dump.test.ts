import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dumpSchema } from "../src/migrate/dump-schema.ts";
import { SCHEMA_DUMP } from "../src/migrate/files.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("schema.sql is what all migrations come to, functions, triggers, checks and partial indexes included", async () => {
  const committed = await readFile(SCHEMA_DUMP, "utf8");
  expect(await dumpSchema(database.url)).toBe(committed);

  // What no comparison of tables and columns sees.
  await withClient(database.url, async (client) => {
    await client.query("ALTER TABLE organizations DROP CONSTRAINT organizations_slug_form");
    await client.query("DROP TRIGGER give_slug ON organizations");
  });
  const drifted = await dumpSchema(database.url);
  const linesOf = (text: string): string[] => text.split("\n").map((line) => line.replace(/,$/, ""));
  const left = new Set(linesOf(drifted));
  const gone = linesOf(committed).filter((line) => !left.has(line));
  expect(gone.map((line) => line.trim().split(" ").slice(0, 3).join(" "))).toEqual([
    "CONSTRAINT organizations_slug_form CHECK",
    "CREATE TRIGGER give_slug",
  ]);
});

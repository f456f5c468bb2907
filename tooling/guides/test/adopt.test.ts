import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";
import { runSqlOf } from "./support/run-sql-of.ts";

const PAGE = "docs/guides/adopt.md";
const PATIENCE = 120_000;

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
  await runSqlOf(PAGE, await readFile(join(reader.folder, "examples", "server-url"), "utf8"));
});

afterAll(() => reader?.remove());

it(`${PAGE} works when pasted`, { timeout: PATIENCE + 10_000 }, async () => {
  await expect(reader.follow(PAGE, PATIENCE)).resolves.toBeUndefined();
});

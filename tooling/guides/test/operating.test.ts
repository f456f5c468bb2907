import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, withClient } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader, ROOT } from "./support/reader.ts";

const PAGE = "docs/guides/operating.md";

/** Pattern of the operator's own database on the page. */
const DATABASE = /postgresql:\/\/pragma_owner:secret@db\.internal:5432\/pragma/g;
const PORTS = ["8000", "8001", "3000", "9464", "9465", "9466", "9467"];

/** It starts eight programs and stops them. */
const PATIENCE = 150_000;

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
  // CREATE DATABASE cannot be one of several statements that are sent at once.
  const statements = (await sqlOf(PAGE)).split(/;\n/).filter((statement) => statement !== "");
  await withClient(reader.databaseServer, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
});

afterAll(() => reader?.remove());

/** SQL that an administrator of the database is told to run. */
async function sqlOf(page: string): Promise<string> {
  const text = await readFile(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, sql = ""]) => sql).join("");
}

it("installs, scales, rotates keys and stops on a PostgreSQL of one's own", {
  tags: ["thorough"],
  timeout: PATIENCE + 30_000,
}, async () => {
  const database = Object.assign(new URL(reader.databaseServer), {
    username: "pragma_owner",
    password: "secret",
    pathname: "/pragma",
  });
  const ports = await Promise.all(PORTS.map(async (port) => [portIn(port), String(await freePort())] as const));
  await expect(reader.follow(PAGE, PATIENCE, [[DATABASE, database.href], ...ports])).resolves.toBeUndefined();
});

function portIn(port: string): RegExp {
  return new RegExp(`(?<=127\\.0\\.0\\.1:|_PORT=)${port}\\b`, "g");
}

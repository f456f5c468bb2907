import { freePort } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";
import { runSqlOf } from "./support/run-sql-of.ts";

const PAGE = "docs/guides/operating.md";

/** Pattern of the operator's own database on the page. */
const DATABASE = /postgresql:\/\/pragma_owner:secret@db\.internal:5432\/pragma/g;
const PORTS = ["8000", "8001", "3000", "9464", "9465", "9466", "9467"];

/** It starts eight programs and stops them. */
const PATIENCE = 150_000;

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
  await runSqlOf(PAGE, reader.databaseServer);
});

afterAll(() => reader?.remove());

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

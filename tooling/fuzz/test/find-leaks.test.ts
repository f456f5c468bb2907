import { type PostgresServer, startPostgresServer } from "@pragma/testing/postgres-server";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findLeaks } from "../src/find-leaks.ts";

const SECRET = "canary-of-this-test-7";

let server: PostgresServer;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startPostgresServer({ empty: true });
  pool = new pg.Pool({ connectionString: server.url, max: 1 });
  // The server may stop before it has read that the connection ends.
  pool.on("error", () => {});
  await pool.query("CREATE SCHEMA other; CREATE TABLE other.kept (id int, value jsonb, bytes bytea)");
});
afterAll(async () => {
  await pool.end();
  await server.remove();
});

async function found(): Promise<string[]> {
  await pool.query("CHECKPOINT");
  return findLeaks(pool, server.dataDir, [SECRET]);
}

it("finds a secret in a row of any schema, in bytes, and in what was deleted", async () => {
  await pool.query("INSERT INTO other.kept VALUES (1, '{}', '')");
  expect(await found()).toEqual([]);

  await pool.query("INSERT INTO other.kept VALUES (2, jsonb_build_object('a', $1::text), '')", [SECRET]);
  expect(await found()).toContainEqual(expect.stringContaining("other.kept: (2,"));

  await pool.query("DELETE FROM other.kept WHERE id = 2");
  const left = await found();
  expect(left).not.toContainEqual(expect.stringContaining("other.kept"));
  expect(left).toContainEqual(expect.stringMatching(/^base\/|^pg_wal\//));

  await pool.query("INSERT INTO other.kept VALUES (3, '{}', $1)", [Buffer.from(SECRET)]);
  expect(await found()).toContainEqual(expect.stringContaining("other.kept: (3,"));
});

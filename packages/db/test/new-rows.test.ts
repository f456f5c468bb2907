import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findAccount, insertAccount } from "../src/administration/index.ts";
import { createDatabase, createPool, type Database } from "../src/index.ts";

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "test", max: 2 });
  db = createDatabase(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it("an account has only its own fields, whatever else the given object holds", async () => {
  const email = "ada@example.com";
  const account = { id: randomUUID(), email, name: "Ada", passwordHash: null, proven: false };
  const more = { ...account, operator: true, password: "hunter2", userId: account.id };
  expect(await insertAccount(db, more)).toBe(true);
  expect(await findAccount(db, account.id)).toMatchObject({ id: account.id, email_proven: false });
  const { rows } = await pool.query("SELECT operator FROM users WHERE id = $1", [account.id]);
  expect(rows).toEqual([{ operator: false }]);
});

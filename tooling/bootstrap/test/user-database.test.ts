import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDatabase } from "../src/outside-database.ts";
import { userDatabaseUrl } from "../src/user-database.ts";

let database: TestDatabase;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await userDatabaseUrl(database.url, "first");
  url = await userDatabaseUrl(database.url, "it's second");
});

afterAll(async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop role pragma");
  await client.end();
  await database.drop();
});

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe("userDatabaseUrl", () => {
  it("logs in with the password given last, as a role that makes databases and roles", async () => {
    const rows = await query(
      "select rolname, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user",
    );
    expect(rows).toEqual([{ rolname: "pragma", rolsuper: false, rolcreatedb: true, rolcreaterole: true }]);
  });

  it("cannot run programs or read files as the server's account", async () => {
    await expect(query("create temporary table t (line text); copy t from program 'id'")).rejects.toThrow(/denied/);
    await expect(query("select pg_read_file('/etc/passwd')")).rejects.toThrow(/denied/);
  });
});

describe("checkDatabase", () => {
  it("accepts a database that answers", async () => {
    await expect(checkDatabase("DATABASE_URL", url)).resolves.toBeUndefined();
  });

  it("says what is wrong without the password", async () => {
    const wrong = new URL(url);
    wrong.password = "hunter2";
    await expect(checkDatabase("DATABASE_URL", wrong.href)).rejects.toThrow(
      `DATABASE_URL: cannot use ${wrong.host}${wrong.pathname}: password authentication failed for user "pragma"`,
    );
    wrong.port = "1";
    await expect(checkDatabase("DATABASE_URL", wrong.href)).rejects.toThrow(/ECONNREFUSED/);
    await expect(checkDatabase("DATABASE_URL", wrong.href)).rejects.not.toThrow(/hunter2/);
  });
});

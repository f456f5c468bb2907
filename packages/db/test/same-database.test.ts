import { createTestDatabase, hasPgBouncer, startPgBouncer, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createPool, isOutage, requireSameDatabase, sameDatabaseCheck } from "../src/index.ts";

let one: TestDatabase;
let other: TestDatabase;
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  [one, other] = await Promise.all([createTestDatabase({ empty: true }), createTestDatabase({ empty: true })]);
  pool = createPool({ url: one.url, name: "same-database-test", max: 1 });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([one.drop(), other.drop()]);
});

const DIFFERS = /^PRAGMA_DIRECT_DATABASE_URL: leads to another database than DATABASE_URL/;

it("tells another database of the server from the same one", async () => {
  await expect(requireSameDatabase(pool, one.url)).resolves.toBeUndefined();
  await expect(requireSameDatabase(pool, other.url)).rejects.toThrow(DIFFERS);
});

it.skipIf(!hasPgBouncer)("does so through a pooler, and leaves no lock there", async () => {
  const bouncer = await startPgBouncer(one.url, { mode: "transaction", sessions: 1 });
  const pooled = createPool({ url: bouncer.url, name: "same-database-test" });
  try {
    for (let turn = 0; turn < 3; turn++) {
      await expect(requireSameDatabase(pooled, one.url)).resolves.toBeUndefined();
      await expect(requireSameDatabase(pooled, other.url)).rejects.toThrow(DIFFERS);
    }
    const { rows } = await pool.query(
      "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory' AND datname = current_database()",
    );
    expect(rows).toEqual([]);
  } finally {
    await pooled.end();
    await bouncer.stop();
  }
});

it("names the variable whose address is refused", async () => {
  const wrong = new URL(one.url);
  wrong.pathname = "/no_such_database";
  await expect(requireSameDatabase(pool, wrong.href)).rejects.toThrow(/^PRAGMA_DIRECT_DATABASE_URL: .*does not exist/);
});

it("is checked again after an outage, until it is known to be the same", async () => {
  const nowhere = new URL(one.url);
  nowhere.port = "1";
  const outage: unknown = await sameDatabaseCheck(pool, nowhere.href)().catch((error: unknown) => error);
  expect(isOutage(outage)).toBe(true);

  const query = vi.spyOn(pool, "query").mockImplementationOnce(() => Promise.reject(outage));
  const check = sameDatabaseCheck(pool, one.url);
  await expect(check()).rejects.toBe(outage);
  await Promise.all([check(), check()]);
  await check();
  expect(query).toHaveBeenCalledTimes(2);
  query.mockRestore();
});

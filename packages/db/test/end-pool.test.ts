import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPool, endPool } from "../src/index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

it("a pool ends after the statements of a request that is still running", async () => {
  const pool = createPool({ url: database.url, name: "end-pool-test", max: 2 });
  const request = (async () => {
    await pool.query("SELECT pg_sleep(0.2)");
    await Promise.resolve();
    return (await pool.query<{ n: number }>("SELECT 1 AS n")).rows;
  })();
  await endPool(pool);
  expect(await request).toEqual([{ n: 1 }]);
  expect(pool.ended).toBe(true);
});

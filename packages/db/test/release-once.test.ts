import { createTestDatabase } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
import { createPool, releaseOnce } from "../src/index.ts";

it("lets a connection be given back twice, and gives it to others once", async () => {
  const database = await createTestDatabase({ empty: true });
  const pool = releaseOnce(createPool({ url: database.url, name: "release-once-test", max: 1 }));
  onTestFinished(async () => {
    await pool.end();
    await database.drop();
  });
  const give = Promise.withResolvers<() => void>();
  pool.connect((error, _client, release) => (error ? give.reject(error) : give.resolve(release)));
  const release = await give.promise;
  release();
  const next = await pool.connect();
  expect(release).not.toThrow();
  expect(pool.idleCount).toBe(0);
  next.release();
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

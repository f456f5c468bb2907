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

it("passes on that there is none to give back", async () => {
  const database = await createTestDatabase({ empty: true });
  const pool = releaseOnce(createPool({ url: database.url, name: "release-once-test", max: 1, connectTimeoutMs: 300 }));
  onTestFinished(() => database.drop());
  const held = await pool.connect();
  const refused = Promise.withResolvers<[unknown, unknown]>();
  pool.connect((error, _client, release) => refused.resolve([error, release]));
  const [error, release] = await refused.promise;
  expect(error).toBeInstanceOf(Error);
  expect(release).toBeUndefined();
  held.release();
  await pool.end();
});

import { setTimeout as sleep } from "node:timers/promises";
import { type PostgresServer, startPostgresServer } from "@pragma/testing/postgres-server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let server: PostgresServer;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startPostgresServer({ empty: true });
  pool = new pg.Pool({ connectionString: server.url, max: 2 });
  pool.on("error", () => {});
});
afterAll(async () => {
  await pool.end();
  await server.remove();
});

describe("a paused database", () => {
  it("answers nothing, neither to an open connection nor to a new one, until it is resumed", async () => {
    const open = await pool.connect();
    await server.pause();
    const answers = [open.query("SELECT 1"), pool.query("SELECT 1")];
    expect(await Promise.race([...answers, sleep(500, "silence")])).toBe("silence");
    server.resume();
    for (const { rowCount } of await Promise.all(answers)) expect(rowCount).toBe(1);
    open.release();
  });

  it("cancels a statement that the pause made too long", async () => {
    const client = await pool.connect();
    await client.query("SET statement_timeout = 3000");
    const late = client.query("SELECT pg_sleep(2)").catch((error: Error) => error.message);
    const running = async () =>
      (await pool.query("SELECT FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(2)'"))
        .rowCount;
    await expect.poll(running, { timeout: 15_000, interval: 10 }).toBe(1);
    await server.pause();
    await sleep(3500);
    server.resume();
    expect(await late).toMatch(/statement timeout/);
    client.release(true);
  });

  it("can be stopped", async () => {
    await server.pause();
    await server.stop();
    await server.start();
    await server.pause();
  });
});

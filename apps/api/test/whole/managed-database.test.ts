import {
  createTestDatabase,
  hasPgBouncer,
  type PgBouncer,
  type PgBouncerOptions,
  startPgBouncer,
  type TestDatabase,
  withClient,
} from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { ApiProcess } from "../support/api-process.ts";
import { configInput } from "../support/resource.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function start(env: Record<string, string>) {
  const api = new ApiProcess({
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    ...env,
  });
  const address = await api.listening();
  return {
    apply: (name: string) => {
      const body = JSON.stringify(configInput(name, { lifecycle_state: "pending" }));
      return fetch(`${address}/resources/apply`, { method: "POST", headers, body });
    },
    openStream: () => fetch(`${address}/events/stream`, { headers }),
    async databaseCheck() {
      const answer = await fetch(`${address}/health/ready`);
      return ((await answer.json()) as { checks: { database: { status: string; message?: string } } }).checks.database;
    },
    stop: async () => {
      api.child.kill("SIGTERM");
      await api.ended();
    },
  };
}

async function pooled(options: PgBouncerOptions): Promise<PgBouncer> {
  const bouncer = await startPgBouncer(database.url, options);
  onTestFinished(() => bouncer.stop());
  return bouncer;
}

describe.skipIf(!hasPgBouncer)("the API behind PgBouncer (skipped where it is not installed)", () => {
  it("works by transaction, and says so if notifications do not arrive", async () => {
    const { url } = await pooled({ mode: "transaction" });
    const api = await start({ DATABASE_URL: url });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, turn) => api.apply(`by-transaction-${turn}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await vi.waitFor(
      async () =>
        expect(await api.databaseCheck()).toEqual({
          status: "ok",
          message: expect.stringContaining("set PRAGMA_DIRECT_DATABASE_URL"),
        }),
      10_000,
    );
    await api.stop();
  });

  it("has nothing to report if there is a way past it", async () => {
    const { url } = await pooled({ mode: "transaction" });
    const api = await start({ DATABASE_URL: url, PRAGMA_DIRECT_DATABASE_URL: database.url });
    expect((await api.apply("direct")).status).toBe(200);
    await api.openStream();
    await vi.waitFor(async () => expect(await sessionsThatListen()).toBe(1), 10_000);
    expect(await api.databaseCheck()).toEqual({ status: "ok" });
    await api.stop();
  });

  it("is not ready where prepared statements get lost, and answers nothing by 500", async () => {
    const { url } = await pooled({ mode: "transaction", preparedStatements: 0 });
    const api = await start({ DATABASE_URL: url, PRAGMA_DIRECT_DATABASE_URL: database.url });
    expect(await api.databaseCheck()).toEqual({
      status: "failed",
      message: expect.stringContaining("set max_prepared_statements"),
    });
    const answers = await Promise.all(Array.from({ length: 66 }, (_, turn) => api.apply(`lost-${turn}`)));
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    await api.stop();
  });
});

it("the API does not start where the way past a pooler leads to another database, and says so", async () => {
  const other = await createTestDatabase();
  onTestFinished(() => other.drop());
  const api = new ApiProcess({ DATABASE_URL: database.url, PRAGMA_DIRECT_DATABASE_URL: other.url });
  await api.findLine(/^PRAGMA_DIRECT_DATABASE_URL: leads to another database than DATABASE_URL/);
  expect(await api.ended()).toBe(1);
});

it("the API starts though nothing answers past the pooler yet", async () => {
  const nowhere = new URL(database.url);
  nowhere.port = "1";
  const api = await start({ DATABASE_URL: database.url, PRAGMA_DIRECT_DATABASE_URL: nowhere.href });
  expect((await api.apply("without-a-way-past")).status).toBe(200);
  await vi.waitFor(
    async () =>
      expect(await api.databaseCheck()).toEqual({
        status: "ok",
        message: expect.stringMatching(/^The connection for notifications .*PRAGMA_DIRECT_DATABASE_URL/),
      }),
    10_000,
  );
  await api.stop();
});

describe("the API while its database fails over", () => {
  it("answers 503 as long as the server is read-only, and serves again with the new primary", async () => {
    const api = await start({ DATABASE_URL: database.url });
    expect((await api.apply("before")).status).toBe(200);
    await failOver("on");
    const refused = await Promise.all(Array.from({ length: 20 }, (_, turn) => api.apply(`meanwhile-${turn}`)));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refused[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
    await failOver("off");
    const statuses: number[] = [];
    await vi.waitFor(async () => {
      statuses.push((await api.apply("afterwards")).status);
      expect(statuses.at(-1)).toBe(200);
    }, 15_000);
    expect(new Set(statuses.slice(0, -1)).has(500)).toBe(false);
    await api.stop();
  });
});

/** How many sessions have been found to hear notifications, and have said what they listen to. */
async function sessionsThatListen(): Promise<number> {
  return withClient(database.url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN %'",
      [database.name],
    );
    return rows[0]?.count ?? 0;
  });
}

/** All connections are cut, and from then on the server is read-only, or writable again. */
async function failOver(readOnly: "on" | "off"): Promise<void> {
  await withClient(database.url, async (client) => {
    await client.query("SET default_transaction_read_only = off");
    await client.query(`ALTER DATABASE ${database.name} SET default_transaction_read_only = ${readOnly}`);
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
      [database.name],
    );
  });
}

import { createPool } from "@pragma/db";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProcess } from "../support/api-process.ts";
import { readEvents } from "../support/event-source.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Ends all connections to a database and lets nobody in any more. */
async function cutOff(url: string): Promise<void> {
  const other = new URL(url);
  const name = other.pathname.slice(1);
  other.pathname = "/postgres";
  const pool = createPool({ url: other.href, name: "api-test", max: 1 });
  await pool.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  await pool.end();
}

describe("the metrics of the API", () => {
  it("count requests by endpoint, and tell how the installation stands", async () => {
    const api = new ApiProcess({
      DATABASE_URL: database.url,
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: "a long password",
      PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
      PRAGMA_API_METRICS_PORT: "0",
      LOG_LEVEL: "info",
    });
    const [, metricsUrl = ""] = await api.findLine(/^metrics at (\S+)$/);
    const address = await api.listening();
    const scrape = async () => (await fetch(metricsUrl)).text();
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const ask = (path: string, init: RequestInit = {}) => fetch(`${address}${path}`, { headers, ...init });

    const body = {
      provider: "pragma",
      resource: "config",
      name: "a",
      config: { data: {} },
      lifecycle_state: "pending",
    };
    await ask("/resources/apply", { method: "POST", body: JSON.stringify(body) });
    await ask("/resources/pragma%2Fconfig%2Fa");
    await ask("/resources/pragma%2Fconfig%2Fabsent");
    await ask("/nowhere/at-all");
    const stream = readEvents(await ask("/events/stream"));

    const text = await scrape();
    const lines = text.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        'pragma_http_requests_total{route="/resources/apply",method="POST",status="200"} 1',
        'pragma_http_requests_total{route="/resources/:id",method="GET",status="200"} 1',
        'pragma_http_requests_total{route="/resources/:id",method="GET",status="404"} 1',
        'pragma_http_requests_total{route="none",method="GET",status="404"} 1',
        'pragma_http_request_duration_seconds_count{route="/resources/:id",method="GET"} 2',
        "pragma_http_streams 1",
        "pragma_database_up 1",
        "pragma_workers 0",
        'pragma_queue_jobs{state="ready"} 1',
        'pragma_queue_jobs{state="running"} 0',
        "pragma_dead_letters 0",
      ]),
    );
    expect(text).toMatch(/^pragma_queue_oldest_ready_seconds \d/m);
    expect(text).not.toMatch(/absent|at-all|Default/);

    await stream.close();
    const after = async () => (await scrape()).split("\n");
    while (!(await after()).includes('pragma_http_requests_total{route="/events/stream",method="GET",status="200"} 1'));
    expect((await after()).join("\n")).not.toContain(
      'pragma_http_request_duration_seconds_count{route="/events/stream"',
    );

    const pool = createPool({ url: database.url, name: "api-test", max: 1 });
    const beat = (filters: boolean) =>
      pool.query(
        `INSERT INTO workers (id, heartbeat_at, sandbox, filters_network) VALUES ('a', now(), 'A sandbox.', $1)
         ON CONFLICT (id) DO UPDATE SET filters_network = $1`,
        [filters],
      );
    await beat(false);
    expect(await scrape()).toContain("set PRAGMA_METRICS_TOKEN");
    await beat(true);
    expect(await scrape()).toContain("\npragma_workers 1\n");
    await pool.end();

    await cutOff(database.url);
    const refused = await ask("/resources/");
    expect([refused.status, await refused.json()]).toEqual([
      503,
      { detail: "The database does not answer; try again in a moment" },
    ]);
    const without = await scrape();
    expect(without).toContain("\npragma_database_up 0\n");
    expect(without).toMatch(/^process_resident_memory_bytes \d/m);
    for (const delay of ["lag", "lag_max", "lag_p99"]) {
      expect(without).toMatch(new RegExp(`^nodejs_eventloop_${delay}_seconds \\d`, "m"));
    }
    expect(without).not.toMatch(/^pragma_(workers|queue_jobs|dead_letters)\b/m);
  });
});

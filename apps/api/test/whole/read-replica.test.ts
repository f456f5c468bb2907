import { type PostgresServer, type StandbyServer, startPostgresServer, startStandby } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ApiProcess } from "../support/api-process.ts";
import { configId, configInput } from "../support/resource.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
const CLIENTS = 8;
const TURNS = 25;
const PATIENT = { timeout: 120_000 };

let primary: PostgresServer;
let standby: StandbyServer;

beforeAll(async () => {
  primary = await startPostgresServer();
  standby = await startStandby(primary);
});
afterAll(async () => {
  await standby.remove();
  await primary.remove();
});

async function start() {
  const api = new ApiProcess({
    DATABASE_URL: primary.url,
    PRAGMA_READ_DATABASE_URL: standby.url,
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    PRAGMA_RATE_LIMIT: "10000000",
    PRAGMA_API_METRICS_PORT: "0",
    LOG_LEVEL: "info",
  });
  const [, metricsUrl = ""] = await api.findLine(/^metrics at (\S+)$/);
  const address = await api.listening();
  const body = async (asked: Promise<Response>): Promise<unknown> => {
    const answer = await asked;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    apply: (name: string, value: string) => {
      const input = configInput(name, { config: { data: { value } }, lifecycle_state: "draft" });
      return body(fetch(`${address}/resources/apply`, { method: "POST", headers, body: JSON.stringify(input) }));
    },
    /** The values of the resources listed, by name. */
    list: async () => {
      type Listed = { name: string; config: { data: { value: string } } }[];
      const resources = (await body(fetch(`${address}/resources/?limit=200`, { headers }))) as Listed;
      return new Map(resources.map(({ name, config }) => [name, config.data.value]));
    },
    get: (name: string) => body(fetch(`${address}/resources/${encodeURIComponent(configId(name))}`, { headers })),
    databaseCheck: async () => {
      const answer = await fetch(`${address}/health/ready`);
      return ((await answer.json()) as { checks: { database: object } }).checks.database;
    },
    /** How many reads had that outcome. */
    outcomes: async (outcome: string) => {
      const text = await (await fetch(metricsUrl)).text();
      return Number(new RegExp(`^pragma_replica_reads_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(text)?.[1]);
    },
    findLine: (wanted: RegExp) => api.findLine(wanted),
    stop: async () => {
      api.child.kill("SIGTERM");
      expect(await api.ended()).toBe(0);
    },
  };
}

it("lists of each API show what any acknowledged, and go on when the replica ends", async () => {
  const apis = [await start(), await start()] as const;
  await standby.caughtUp();
  const client = async (index: number): Promise<void> => {
    const [one, other] = index % 2 === 0 ? apis : ([apis[1], apis[0]] as const);
    for (let turn = 0; turn < TURNS; turn++) {
      await one.apply(`client-${index}`, String(turn));
      expect((await other.list()).get(`client-${index}`)).toBe(String(turn));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  const [api] = apis;
  await expect.poll(api.databaseCheck, PATIENT).toEqual({ status: "ok" });
  const served = await api.outcomes("served");
  await api.get("client-0");
  expect(await api.outcomes("served")).toBe(served);
  const listed = async (): Promise<number> => {
    await api.list();
    return api.outcomes("served");
  };
  await expect.poll(listed, PATIENT).toBeGreaterThan(served);

  await standby.kill();
  expect((await api.list()).size).toBe(CLIENTS);
  await api.findLine(/Lists are read from the primary/);
  expect(await api.outcomes("unreachable")).toBeGreaterThan(0);
  expect(await api.databaseCheck()).toEqual({ status: "ok", message: expect.stringContaining("it does not answer") });
  await standby.start();
  await expect.poll(api.databaseCheck, PATIENT).toEqual({ status: "ok" });
  await api.findLine(/lists are read from the read replica again/);
  for (const one of apis) await one.stop();
});

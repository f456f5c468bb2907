import { freePort } from "@pragma/db/embedded";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { BalancedClient } from "@pragma/testing/balanced-client";
import { type Balancer, hasNginx, startNginx } from "@pragma/testing/nginx";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const CLIENTS = 8;
const REQUESTS = 5_000;
/** More than the idle time of connections in the guide. */
const DRAIN_SECONDS = 5;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function start(port: number): Promise<ApiProcess> {
  const api = new ApiProcess({
    DATABASE_URL: database.url,
    PRAGMA_API_PORT: String(port),
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    PRAGMA_RATE_LIMIT: "10000000",
    PRAGMA_DRAIN_SECONDS: String(DRAIN_SECONDS),
  });
  await api.listening();
  return api;
}

describe("an API that is told to stop", () => {
  it("is not ready at once, and keeps serving until it is told again", async () => {
    const port = await freePort();
    const api = await start(port);
    const address = `http://127.0.0.1:${port}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    api.child.kill("SIGTERM");
    await expect.poll(async () => (await fetch(`${address}/health/ready`)).status).toBe(503);
    const ready = await fetch(`${address}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: "unavailable", checks: { database: { status: "ok" } } });
    expect((await fetch(`${address}/auth/me`, { headers })).status).toBe(200);
    api.child.kill("SIGTERM");
    expect(await api.ended()).toBe(0);
    await expect(fetch(`${address}/health`)).rejects.toThrow();
  });
});

describe.skipIf(!hasNginx)("restarting one replica after the other behind nginx, as the guide has it", () => {
  it("fails no request, and no change is lost or done twice", { tags: ["thorough"], timeout: 240_000 }, async () => {
    const ports = [await freePort(), await freePort()] as const;
    const replicas = [await start(ports[0]), await start(ports[1])];
    const balancer = await startNginx(await freePort(), { apis: ports });
    onTestFinished(() => balancer.stop());
    let isOver = false;
    const clients = Array.from({ length: CLIENTS }, (_, index) => work(balancer, `client-${index}`, () => isOver));
    for (const [index, port] of ports.entries()) {
      replicas[index]?.child.kill("SIGTERM");
      expect(await replicas[index]?.ended()).toBe(0);
      replicas[index] = await start(port);
    }
    isOver = true;
    const done = await Promise.all(clients);

    expect(done.flatMap(({ failures }) => failures)).toEqual([]);
    // Reads among those are repeated by nginx, so that its clients would not notice.
    expect(balancer.resets()).toEqual([]);
    expect(done.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(REQUESTS);
    // Each apply had another value: the generation counts them.
    expect(done.map(({ generation }) => generation)).toEqual(done.map(({ applied }) => applied));
  });
});

interface Work {
  requests: number;
  /** How many applies were acknowledged. */
  applied: number;
  /** Generation of its resource, at the end. */
  generation: number;
  failures: string[];
}

/** Applies a resource of its own with one value after the other, and reads it after each, until it is over. */
async function work(balancer: Balancer, name: string, isOver: () => boolean): Promise<Work> {
  const client = new BalancedClient(balancer, balancer.apiHost, TOKEN);
  const done: Work = { requests: 0, applied: 0, generation: 0, failures: [] };
  const ask = async (...asked: Parameters<BalancedClient["ask"]>): Promise<{ generation: number } | undefined> => {
    done.requests++;
    const [method, path] = asked;
    try {
      const { status, body } = await client.ask(...asked);
      if (status === 200 || status === 201) return JSON.parse(body);
      done.failures.push(`${method} ${path}: ${status} ${body.slice(0, 200)}`);
    } catch (error) {
      done.failures.push(`${method} ${path}: ${(error as Error).message}`);
    }
    return undefined;
  };
  const document = { provider: "pragma", resource: "config", name, lifecycle_state: "draft" };
  while (!isOver() || done.requests < REQUESTS / CLIENTS) {
    if (await ask("POST", "/resources/apply", { ...document, config: { data: { value: done.applied } } }))
      done.applied++;
    done.generation = (await ask("GET", `/resources/resource%3Apragma_config_${name}`))?.generation ?? 0;
    if (done.failures.length > 10) break;
  }
  client.close();
  return done;
}

import { once } from "node:events";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { freePort } from "@pragma/db/embedded";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { type Balancer, hasNginx, startNginx } from "@pragma/testing/nginx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
  it("fails no request, and no change is lost or done twice", async () => {
    const ports = [await freePort(), await freePort()] as const;
    const replicas = [await start(ports[0]), await start(ports[1])];
    const balancer = await startNginx({ port: await freePort(), apis: ports });
    let isOver = false;
    const clients = Array.from({ length: CLIENTS }, (_, index) => work(balancer, `client-${index}`, () => isOver));
    for (const [index, port] of ports.entries()) {
      replicas[index]?.child.kill("SIGTERM");
      expect(await replicas[index]?.ended()).toBe(0);
      replicas[index] = await start(port);
    }
    isOver = true;
    const done = await Promise.all(clients);

    // The kernel may accept a connection in the very moment in which the process stops to (`quietMoment`).
    expect(done.flatMap(({ failures }) => failures).slice(1)).toEqual([]);
    expect(done.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(REQUESTS);
    // Each apply had another value: the generation counts them.
    expect(done.map(({ generation }) => generation)).toEqual(done.map(({ applied }) => applied));
  });
});

interface Work {
  requests: number;
  /** How many applies were acknowledged. */
  applied: number;
  /** Of its resource, at the end. */
  generation: number;
  failures: string[];
}

/** Applies a resource of its own with one value after the other, and reads it after each, until it is over. */
async function work(balancer: Balancer, name: string, isOver: () => boolean): Promise<Work> {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, servername: balancer.hosts.api });
  const done: Work = { requests: 0, applied: 0, generation: 0, failures: [] };
  const ask = async (method: string, path: string, body?: object): Promise<{ generation: number } | undefined> => {
    done.requests++;
    try {
      const sent = request({
        agent,
        method,
        path,
        host: "127.0.0.1",
        port: balancer.port,
        headers: { host: balancer.hosts.api, authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      });
      sent.end(body && JSON.stringify(body));
      const [response] = await once(sent, "response");
      const answer = await text(response);
      if (response.statusCode === 200 || response.statusCode === 201) return JSON.parse(answer);
      done.failures.push(`${method} ${path}: ${response.statusCode} ${answer.slice(0, 200)}`);
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
  agent.destroy();
  return done;
}

import { withClient } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import type { Answer } from "../support/client.ts";
import { configInput, configPath } from "../support/resource.ts";

/** Bounds for five connections: two may wait for locks, and three more requests for these. */
const IN_HAND = 2;
const WAITING = 3;

let api: TestApi;
let hurried: TestApi;

beforeAll(async () => {
  api = await startApi({ waitingLimits: { waiting: 100, waitingToLock: WAITING } });
  hurried = await startApi({ lockTimeoutMs: 100 });
});
afterAll(async () => {
  await api.close();
  await hurried.close();
});

/** Runs `work` while somebody holds the graph of an organization. */
async function whileGraphIsHeld({ databaseUrl }: TestApi, organizationId: string, work: () => Promise<void>) {
  const key = "hashtextextended('graph:' || $1::uuid::text, 0)";
  await withClient(databaseUrl, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${key})`, [organizationId]);
    try {
      await work();
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${key})`, [organizationId]);
    }
  });
}

const dependent = (name: string) =>
  configInput(name, { config: { data: { v: "${pragma/config/base.outputs.name}" } } });
const isBusy = ({ status, headers, body }: Answer): boolean =>
  status === 503 && headers.get("retry-after") === "1" && body.detail.startsWith("Too much of the organization");

describe("more changes of one organization at once than may wait", () => {
  it("are turned away with 503 and Retry-After; those that wait are done, and others are not affected", async () => {
    const { client, organizationId } = await api.tenant();
    const other = await api.tenant();
    await client.post("/resources/apply", configInput("base"));
    const answered: Answer[] = [];
    let all: Promise<unknown> = Promise.resolve();
    await whileGraphIsHeld(api, organizationId, async () => {
      const tooMany = 4;
      const { promise: turnedAway, resolve } = Promise.withResolvers<void>();
      const note = (answer: Answer): void => {
        if (answered.push(answer) === tooMany) resolve();
      };
      all = Promise.all(
        Array.from({ length: IN_HAND + WAITING + tooMany }, async (_, index) =>
          note(await client.post("/resources/apply", dependent(`user-${index}`))),
        ),
      );
      await turnedAway;
      expect((await client.get(configPath("base"))).status).toBe(200);
      expect((await other.client.post("/resources/apply", configInput("theirs"))).status).toBe(200);
      expect(answered.every(isBusy)).toBe(true);
      expect(answered).toHaveLength(tooMany);
    });
    await all;
    expect(answered.filter(({ status }) => status === 200)).toHaveLength(IN_HAND + WAITING);
    const { body } = await client.get("/resources/?q=user");
    expect(body).toHaveLength(IN_HAND + WAITING);
  });
});

describe("a change that waits too long for another one", () => {
  it("gets 503 with Retry-After, as problem+json too, and nothing is kept under its Idempotency-Key", async () => {
    const { client, organizationId } = await hurried.tenant();
    await client.post("/resources/apply", configInput("base"));
    const key = { "idempotency-key": "once" };
    await whileGraphIsHeld(hurried, organizationId, async () => {
      expect(isBusy(await client.delete(configPath("base")))).toBe(true);
      expect(isBusy(await client.post("/resources/apply", dependent("user"), key))).toBe(true);
      const problem = await client.delete(configPath("base"), { accept: "application/problem+json" });
      expect(problem.body).toMatchObject({ status: 503, type: "urn:pragma:error:busy" });
    });
    expect((await client.post("/resources/apply", dependent("user"), key)).status).toBe(200);
    expect((await client.delete(`${configPath("base")}?dependents=cascade`)).status).toBe(204);
  });
});

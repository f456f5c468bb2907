import { randomUUID } from "node:crypto";
import type { Login } from "@pragma/core/callers";
import { setLimit } from "@pragma/core/operators";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";

/** Signed in to the dashboard. */
const OPERATOR: Login = {
  id: randomUUID(),
  userId: randomUUID(),
  email: "root@example.com",
  emailProven: true,
  operator: true,
  name: null,
  organizations: [],
  lastOrganization: null,
  correlationId: "request-1",
};

/** Windows begin at full multiples: none of these ends while a test runs, but for one moment of the week. */
const WINDOW_SECONDS = 7 * 86_400;

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ settings: { rateLimit: 20, rateLimitWindowSeconds: WINDOW_SECONDS } });
});
afterAll(() => api.close());

describe("the rate limit", () => {
  it("is announced, counts down, and refuses what exceeds it, for one organization alone", async () => {
    const tenant = await api.tenant();
    const other = await api.tenant();
    const remaining: number[] = [];
    for (let count = 0; count < 20; count++) {
      const { status, headers } = await tenant.client.get("/auth/me");
      expect(status).toBe(200);
      expect(headers.get("ratelimit-policy")).toBe(`"default";q=20;w=${WINDOW_SECONDS}`);
      remaining.push(Number(/^"default";r=(\d+);t=\d+$/.exec(headers.get("ratelimit") ?? "")?.[1]));
    }
    expect(remaining.at(-1)).toBe(0);
    expect(remaining.toSorted((a, b) => b - a)).toEqual(remaining);
    const refused = await tenant.client.get("/auth/me");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit")).toMatch(/^"default";r=0;t=\d+$/);
    expect((await other.client.get("/auth/me")).status).toBe(200);
  });

  it("is announced as an operator sets it, and holds, on every replica", async () => {
    const tenant = await api.tenant();
    const replica = (await api.replica()).client(tenant.token);
    const clients = [tenant.client, replica];
    for (const client of clients) while ((await client.get("/auth/me")).status === 200);
    const announced = async () => {
      const answers = await Promise.all(clients.map((client) => client.get("/auth/me")));
      return answers.map(({ status, headers }) => `${status} ${headers.get("ratelimit-policy")}`);
    };
    expect(await announced()).toEqual(Array(2).fill(`429 "default";q=20;w=${WINDOW_SECONDS}`));
    const { organizationId } = tenant;
    await setLimit(api.core, OPERATOR, { organizationId, limit: "requests", value: 2000 });
    await vi.waitFor(
      async () => expect(await announced()).toEqual(Array(2).fill(`200 "default";q=2000;w=${WINDOW_SECONDS}`)),
      { timeout: 120_000 },
    );
    await setLimit(api.core, OPERATOR, { organizationId, limit: "requests", value: null });
    await vi.waitFor(
      async () => {
        for (const answer of await announced()) expect(answer).toContain(`"default";q=20;w=${WINDOW_SECONDS}`);
      },
      { timeout: 120_000 },
    );
  });

  it("is announced on errors too", async () => {
    const { client } = await api.tenant({ role: "viewer" });
    for (const path of ["/resources/absent", "/audit", "/nothing"]) {
      const { headers } = await client.get(path);
      expect(headers.get("ratelimit"), path).toMatch(/^"default";r=\d+;t=\d+$/);
    }
  });
});

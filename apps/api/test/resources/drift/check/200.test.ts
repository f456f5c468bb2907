import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../../support/api.ts";
import { addReadable, answerNextQuestion, storeFinding } from "../../../support/provider.ts";
import type { Tenant } from "../../../support/tenant.ts";

const PATH = "/resources/acme%2Fthing%2Fa/drift/check";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi({ settings: { rateLimitWindowSeconds: 7 * 86_400 } });
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addReadable(api, tenant);
});
afterAll(() => api.close());

/** In a window that ends while no test runs. */
const remaining = (headers: Headers) => Number(/r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]);

describe("POST /resources/{id}/drift/check", () => {
  it("answers with what is recorded once a worker has looked, and counts as five requests", async () => {
    const before = remaining((await tenant.client.get(PATH.replace("/check", ""))).headers);
    const [{ status, headers, body }] = await Promise.all([
      tenant.client.post(PATH),
      answerNextQuestion(api, async () => {
        await storeFinding(api, tenant);
        return {};
      }),
    ]);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toMatchObject({
      status: "drifted",
      changes: [
        { path: "config.size", declared: 1, found: 2 },
        { path: "config.password", declared: "********", found: "********" },
      ],
    });
    expect(before - remaining(headers)).toBe(5);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addListable } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

const PATH = "/providers/acme/discover";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addListable(api, tenant);
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/discover", () => {
  it.each<[string, object, string]>([
    ["a type that there is not", { type: "thin" }, "Unknown type acme/thin (did you mean acme/thing?)"],
    ["a member that there is not", { type: "thing", kind: 1 }, "kind"],
    [
      "a connection of another provider",
      { type: "thing", connection: "other/connection/a" },
      "of another provider than acme",
    ],
    ["a connection that there is not", { type: "thing", connection: "main" }, "acme/connection/main does not exist"],
    ["an identity with NUL", { type: "thing", identity: "a\0" }, "NUL characters"],
    ["an identity of two lines", { type: "thing", identity: "a\nb" }, "has control characters"],
    ["an identity of 10 KB", { type: "thing", identity: "a".repeat(10_240) }, "identity"],
    ["a cursor that is too long", { type: "thing", cursor: "a".repeat(4_097) }, "cursor"],
    ["more than a hundred", { type: "thing", limit: 101 }, "limit"],
    ["a forged secret", { type: "thing", config: { a: { $encrypted: "v1.x" } } }, "$encrypted is reserved"],
  ])("refuses %s, and asks nobody", async (_what, body, message) => {
    const answer = await tenant.client.post(PATH, body);

    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(message);
    const { rows } = await api.pool.query("SELECT FROM provider_calls");
    expect(rows).toEqual([]);
  });

  it.each([
    ["adopt", { adopt: "a\0" }],
    ["adopt", { adopt: "a".repeat(10_240) }],
    ["adopt", { adopt: "" }],
  ])("an apply refuses what is no identity (%s)", async (field, more) => {
    const answer = await tenant.client.post("/resources/apply", {
      ...{ provider: "acme", resource: "thing", name: "a", config: {} },
      ...more,
    });

    expect(answer.status).toBe(422);
    expect(answer.body.detail[0].loc).toEqual(["body", field]);
  });
});

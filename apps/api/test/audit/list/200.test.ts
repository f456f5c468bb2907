import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("a"), { "x-request-id": "trace-a" });
  await tenant.client.post("/resources/apply", configInput("b"));
  await tenant.client.delete(configPath("b"));
});
afterAll(() => api.close());

async function targets(query: string): Promise<string[]> {
  const { body } = await tenant.client.get(`/audit${query}`);
  return body.map((entry: { target: string }) => entry.target);
}

describe("GET /audit", () => {
  it("lists who did what, newest first, with the request's id", async () => {
    const { body } = await tenant.client.get("/audit");
    expect(body).toHaveLength(3);
    expect(body[2]).toMatchObject({
      actor: { type: "token", id: tenant.tokenId },
      action: "resource.apply",
      target: configId("a"),
      outcome: "success",
      correlation_id: "trace-a",
    });
  });

  it("filters", async () => {
    expect(await targets(`?target=${configId("b")}&action=resource.apply`)).toEqual([configId("b")]);
    expect(await targets(`?actor=${tenant.tokenId}`)).toHaveLength(3);
    expect(await targets("?actor=test%20token")).toHaveLength(3);
    expect(await targets("?actor=nobody")).toEqual([]);
    expect(await targets("?until=2020-01-01T00:00:00Z")).toEqual([]);
    expect(await targets("?since=2020-01-01T00:00:00%2B02:00")).toHaveLength(3);
  });

  it("is paged", async () => {
    const first = await tenant.client.get("/audit?limit=2");
    const next = /<([^>]+)>/
      .exec(first.headers.get("link") ?? "")?.[1]
      ?.replace(api.core.services.settings.publicApiUrl, "");
    const rest = await tenant.client.get(next ?? "");
    expect([...first.body, ...rest.body]).toHaveLength(3);
  });

  it("is paged even if nobody asks, since it has no end", async () => {
    const busy = await api.tenant();
    for (let index = 0; index < 101; index++) await busy.client.post("/resources/apply", configInput(`n${index}`));
    const { body, headers } = await busy.client.get("/audit");
    expect(body).toHaveLength(100);
    expect(headers.get("link")).toContain('rel="next"');
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { insertDeadLetter } from "../../support/dead-letter.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
const ids: string[] = [];

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  for (const [index, key] of ["pragma/config/a", "other/thing/b", "pragma/config/c"].entries()) {
    ids.unshift(await insertDeadLetter(api, tenant, key, randomUUID(), new Date(Date.now() + index)));
  }
});
afterAll(() => api.close());

describe("GET /ops/dead-letter", () => {
  it("lists them newest first, payloads masked", async () => {
    const { body } = await tenant.client.get("/ops/dead-letter");
    expect(body.map((letter: { id: string }) => letter.id)).toEqual(ids);
    expect(body[1]).toMatchObject({
      event_id: ids[1],
      provider: "other",
      resource_type: "thing",
      resource_name: "b",
      event_type: "CREATE",
      error_message: "it broke",
      attempt_count: 5,
      correlation_id: "trace-1",
      payload: { data: { k: "********" } },
    });
  });

  it("filters by provider", async () => {
    const { body } = await tenant.client.get("/ops/dead-letter?provider=other");
    expect(body.map((letter: { id: string }) => letter.id)).toEqual([ids[1]]);
  });

  it("pages", async () => {
    const first = await tenant.client.get("/ops/dead-letter/?limit=2");
    const next = /<([^>]+)>/
      .exec(first.headers.get("link") ?? "")?.[1]
      ?.replace(api.core.services.settings.publicApiUrl, "");
    const rest = await tenant.client.get(next ?? "");
    expect([...first.body, ...rest.body].map((letter: { id: string }) => letter.id)).toEqual(ids);
    expect(rest.headers.get("link")).toBeNull();
  });
});

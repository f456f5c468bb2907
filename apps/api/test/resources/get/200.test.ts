import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("my-db"));
});
afterAll(() => api.close());

describe("GET /resources/{id}", () => {
  it.each([
    ["the internal id, encoded", "resource%3Apragma_config_my-db"],
    ["the internal id, not encoded", "resource:pragma_config_my-db"],
    ["the friendly id, as one segment", "pragma%2Fconfig%2Fmy-db"],
    ["a trailing slash", "resource%3Apragma_config_my-db/"],
    ["needless encoding", "%72esource%3Apragma_config_my-db"],
  ])("finds it by %s", async (_what, segment) => {
    const { status, body } = await tenant.client.get(`/resources/${segment}`);
    expect(status).toBe(200);
    expect(body.id).toBe("resource:pragma_config_my-db");
  });

  it("finds one whose id has 455 characters", async () => {
    const input = { provider: "p".repeat(63), resource: "t".repeat(128), name: "n".repeat(253), config: {} };
    const { body } = await tenant.client.post("/resources/apply", input);
    expect(body.id).toHaveLength(455);
    expect((await tenant.client.get(`/resources/${encodeURIComponent(body.id)}`)).body.id).toBe(body.id);
  });

  it("carries the tag that its apply returned", async () => {
    const applied = await tenant.client.post("/resources/apply", configInput("tagged"));
    const { headers } = await tenant.client.get("/resources/pragma%2Fconfig%2Ftagged");
    expect(headers.get("etag")).toBe(applied.headers.get("etag"));
    expect(headers.get("cache-control")).toBe("private, no-cache");
  });

  it("reveals secrets to those who may see them, with another tag, not to be stored, and audited", async () => {
    const secret = { provider: "pragma", resource: "secret", name: "s", config: { data: { key: "quite-secret" } } };
    await tenant.client.post("/resources/apply", secret);
    const masked = await tenant.client.get("/resources/pragma%2Fsecret%2Fs");
    const revealed = await tenant.client.get("/resources/pragma%2Fsecret%2Fs?reveal=true");
    expect(masked.body.config.data.key).toBe("********");
    expect(revealed.body.config.data.key).toBe("quite-secret");
    expect(revealed.headers.get("etag")).not.toBe(masked.headers.get("etag"));
    expect(revealed.headers.get("cache-control")).toBe("no-store");
    const audit = await tenant.client.get("/audit?action=resource.reveal");
    expect(audit.body).toHaveLength(1);
    expect(audit.body[0].target).toBe("resource:pragma_secret_s");
  });

  it("refuses to reveal without the scope", async () => {
    const reader = await tenant.withScopes("resources:read");
    const { status, text } = await reader.get("/resources/resource:pragma_config_my-db?reveal=true");
    expect(status).toBe(403);
    expect(text).toContain("secrets:reveal");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("a"));
  await tenant.client.post("/resources/apply", configInput("a", { config: { data: { name: "b" } }, tags: ["t"] }));
  await tenant.client.post(
    "/resources/apply",
    configInput("a", { config: { data: { name: "b" } }, lifecycle_state: "pending" }),
  );
});
afterAll(() => api.close());

describe("GET /resources/{id}/events", () => {
  it("gives the history, newest first, with what changed and who did it", async () => {
    const { body } = await tenant.client.get(configPath("a", "/events"));
    expect(body).toHaveLength(3);
    expect(body.map((event: { to_state: string }) => event.to_state)).toEqual(["pending", "draft", "draft"]);
    expect(body[1].changes).toContainEqual({ path: "config.data.name", before: "a", after: "b" });
    expect(body[0].actor).toMatchObject({ type: "token", id: tenant.tokenId });
    expect(body[0].event_id).toEqual(expect.any(String));
  });

  it("pages", async () => {
    const { body, headers } = await tenant.client.get(configPath("a", "/events?limit=2"));
    expect(body).toHaveLength(2);
    const next = /<([^>]+)>/.exec(headers.get("link") ?? "")?.[1]?.replace(api.core.services.settings.publicApiUrl, "");
    const rest = await tenant.client.get(next ?? "");
    expect(rest.body).toHaveLength(1);
    expect(rest.body[0].from_state).toBeNull();
  });

  it("never shows a secret in its changes", async () => {
    const secret = (key: string) => ({ provider: "pragma", resource: "secret", name: "s", config: { data: { key } } });
    await tenant.client.post("/resources/apply", secret("first-secret"));
    await tenant.client.post("/resources/apply", secret("second-secret"));
    const { text, body } = await tenant.client.get("/resources/pragma%2Fsecret%2Fs/events");
    expect(text).not.toMatch(/first-secret|second-secret/);
    expect(body[0].changes).toEqual([{ path: "config.data.key", before: "********", after: "********" }]);
  });
});

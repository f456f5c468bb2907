import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /resources/apply", () => {
  it("creates a draft", async () => {
    const { status, body, headers } = await tenant.client.post(
      "/resources/apply",
      configInput("draft", { tags: ["b", "a", "b"] }),
    );
    expect(status).toBe(200);
    expect(headers.get("etag")).toMatch(/^"[^"]+"$/);
    expect(body).toMatchObject({
      id: configId("draft"),
      lifecycle_state: "draft",
      config: { data: { name: "draft" } },
      resolved_config: null,
      outputs: {},
      error: null,
      generation: 1,
      provisioned: false,
      deletion_protected: false,
      tags: ["b", "a"],
      dependencies: [],
      owner_references: [],
    });
  });

  it("answers the same with a trailing slash", async () => {
    expect((await tenant.client.post("/resources/apply/", configInput("slash"))).status).toBe(200);
  });

  it("queues a pending one, with the request id as its correlation id", async () => {
    const input = configInput("pending", { lifecycle_state: "pending" });
    const { body } = await tenant.client.post("/resources/apply", input, { "x-request-id": "trace-7" });
    expect(body.lifecycle_state).toBe("pending");
    expect(body.pending_event_id).toEqual(expect.any(String));
    const history = await tenant.client.get(configPath("pending", "/events"));
    expect(history.body[0].correlation_id).toBe("trace-7");
  });

  it("accepts what it returned, and writes nothing for it", async () => {
    const first = await tenant.client.post("/resources/apply", configInput("same", { tags: ["t"] }));
    const again = await tenant.client.post("/resources/apply", { ...first.body, lifecycle_state: undefined });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
  });

  it("returns a ready one as it is when applied as pending again", async () => {
    await tenant.client.post("/resources/apply", configInput("ready"));
    await settle(api.pool, tenant.organizationId, "ready", { lifecycle_state: "ready", provisioned: true });
    const again = await tenant.client.post("/resources/apply", configInput("ready", { lifecycle_state: "pending" }));
    expect(again.body).toMatchObject({ lifecycle_state: "ready", pending_event_id: null });
  });

  it("answers an equal apply while one is pending", async () => {
    const input = configInput("twice", { lifecycle_state: "pending" });
    const first = await tenant.client.post("/resources/apply", input);
    const second = await tenant.client.post("/resources/apply", input);
    expect(second.body.pending_event_id).toBe(first.body.pending_event_id);
  });

  it("waits for dependencies that do not exist, and says so", async () => {
    const input = configInput("waiting", {
      lifecycle_state: "pending",
      depends_on: ["pragma/config/absent"],
      config: { data: { from: "${pragma/config/elsewhere.outputs.x}" } },
    });
    const { body } = await tenant.client.post("/resources/apply", input);
    expect(body.dependencies.map((ref: { name: string }) => ref.name).sort()).toEqual(["absent", "elsewhere"]);
    const blocked = body.conditions.find((condition: { type: string }) => condition.type === "DependenciesReady");
    expect(blocked).toMatchObject({ status: "False" });
    expect(blocked.message).toContain("pragma/config/absent");
  });

  it("keeps metadata that is left out, and clears it with null", async () => {
    await tenant.client.post("/resources/apply", configInput("meta", { tags: ["t"], deletion_protected: true }));
    const kept = await tenant.client.post("/resources/apply", configInput("meta"));
    expect(kept.body).toMatchObject({ tags: ["t"], deletion_protected: true });
    const cleared = await tenant.client.post(
      "/resources/apply",
      configInput("meta", { tags: null, deletion_protected: null }),
    );
    expect(cleared.body).toMatchObject({ tags: null, deletion_protected: false });
  });

  it("accepts an If-Match that fits, and If-None-Match: * for a new one", async () => {
    const created = await tenant.client.post("/resources/apply", configInput("cond"), { "if-none-match": "*" });
    const etag = created.headers.get("etag") ?? "";
    const changed = await tenant.client.post("/resources/apply", configInput("cond", { tags: ["x"] }), {
      "if-match": etag,
    });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
  });

  it("masks secrets, and leaves them unchanged when the mask comes back", async () => {
    const secret = {
      provider: "pragma",
      resource: "secret",
      name: "s",
      config: { data: { password: "hunter2-long" } },
    };
    const { body, text } = await tenant.client.post("/resources/apply", secret);
    expect(text).not.toContain("hunter2");
    expect(body.config.data.password).toBe("********");
    await tenant.client.post("/resources/apply", { ...body, lifecycle_state: undefined });
    const revealed = await tenant.client.get("/resources/pragma%2Fsecret%2Fs?reveal=true");
    expect(revealed.body.config.data.password).toBe("hunter2-long");
  });
});

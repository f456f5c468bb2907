import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { readEvents } from "../../support/event-source.ts";
import { configId, configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const open = (client = tenant.client, headers = {}) => client.open("GET", "/events/stream", { headers });

describe("GET /events/stream", () => {
  it("sends each state change of the organization, in order, and nobody else's", async () => {
    const response = await open();
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-request-id")).toBeTruthy();
    expect(response.headers.get("ratelimit")).toBeTruthy();
    const events = readEvents(response);
    const stranger = await api.tenant();
    await stranger.client.post("/resources/apply", configInput("theirs"));
    await tenant.client.post("/resources/apply", configInput("a"));
    await tenant.client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    await tenant.client.post(configPath("a", "/cancel"));
    const states: string[] = [];
    for (let count = 0; count < 3; count++) {
      const { event, id, data } = await events.next();
      const change = JSON.parse(data);
      expect(event).toBe("state_change");
      expect(change).toMatchObject({
        id,
        resource_id: configId("a"),
        provider: "pragma",
        resource: "config",
        name: "a",
      });
      states.push(change.lifecycle_state);
    }
    expect(states).toEqual(["draft", "pending", "failed"]);
    await events.close();
  });

  it("resumes after Last-Event-ID", async () => {
    const events = readEvents(await open());
    await tenant.client.post("/resources/apply", configInput("before"));
    const { id = "" } = await events.next();
    await events.close();
    await tenant.client.post("/resources/apply", configInput("meanwhile"));
    const resumed = readEvents(await open(tenant.client, { "last-event-id": id }));
    expect(JSON.parse((await resumed.next()).data).name).toBe("meanwhile");
    await resumed.close();
  });

  it("resumes after events with long errors, more than a connection is given at once", async () => {
    const events = readEvents(await open());
    await tenant.client.post("/resources/apply", configInput("before-errors"));
    const { id = "" } = await events.next();
    await events.close();
    await api.pool.query(
      `INSERT INTO resource_changes
         (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id)
       SELECT $1, 'pragma/config/x', 'UPDATE', 'processing', 'failed', n, repeat('x', 16000), '{}', 'request-1'
       FROM generate_series(1, 400) AS n`,
      [tenant.organizationId],
    );
    const resumed = readEvents(await open(tenant.client, { "last-event-id": id }));
    for (let generation = 1; generation <= 400; generation++) {
      expect(JSON.parse((await resumed.next()).data)).toMatchObject({ generation, lifecycle_state: "failed" });
    }
    await resumed.close();
  });

  it("gives its position before anything happens, so that a client that loses it then can resume too", async () => {
    const fresh = await open();
    const reader = fresh.body?.pipeThrough(new TextDecoderStream()).getReader();
    const [, id = ""] = /^id: (\S+)\n\n$/.exec((await reader?.read())?.value ?? "") ?? [];
    expect(id).not.toBe("");
    await reader?.cancel();
    await tenant.client.post("/resources/apply", configInput("before-anything"));
    const resumed = readEvents(await open(tenant.client, { "last-event-id": id }));
    expect(JSON.parse((await resumed.next()).data).name).toBe("before-anything");
    await resumed.close();
  });

  it("begins with a reset for an unknown id", async () => {
    const events = readEvents(await open(tenant.client, { "last-event-id": "unknown" }));
    expect((await events.next()).event).toBe("reset");
    await tenant.client.post("/resources/apply", configInput("after-reset"));
    expect(JSON.parse((await events.next()).data).name).toBe("after-reset");
    await events.close();
  });

  it("ends when its token is revoked", async () => {
    const { body } = await tenant.client.post("/auth/tokens", { name: "stream", scopes: ["resources:read"] });
    const events = readEvents(await open(api.client(body.token)));
    await tenant.client.delete(`/auth/tokens/${body.id}`);
    await events.ended();
  });

  it("ends when its holder loses the scope", async () => {
    const leaving = await api.tenant();
    const events = readEvents(await open(leaving.client));
    await api.pool.query("DELETE FROM memberships WHERE user_id = $1", [leaving.userId]);
    await events.ended();
  });
});

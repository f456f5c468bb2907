import { appendLogs } from "@pragma/core/logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { readEvents } from "../../support/event-source.ts";
import { configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("a"));
  await log("one", "2026-01-01T00:00:00.000Z");
  await log("two", "2026-01-02T00:00:00.000Z");
  await log("three", "2026-01-03T00:00:00.000Z");
});
afterAll(() => api.close());

function log(message: string, timestamp = new Date().toISOString()): Promise<void> {
  const entry = { timestamp, level: "info" as const, message, metadata: { n: 1 } };
  const { organizationId } = tenant;
  return appendLogs(api.core, { organizationId, resourceKey: "pragma/config/a", eventId: null, entries: [entry] });
}

describe("GET /resources/{id}/logs", () => {
  it.each([
    ["", ["one", "two", "three"]],
    ["?tail=2", ["two", "three"]],
    ["?since=2026-01-02T01:00:00%2B01:00", ["two", "three"]],
    ["?since=2026-01-02T00:00:00Z&tail=1", ["three"]],
  ])("gives the lines of %s, oldest first", async (query, expected) => {
    const { body } = await tenant.client.get(configPath("a", `/logs${query}`));
    expect(body.map((entry: { message: string }) => entry.message)).toEqual(expected);
  });

  it("has none for a resource that never logged", async () => {
    await tenant.client.post("/resources/apply", configInput("silent"));
    expect((await tenant.client.get(configPath("silent", "/logs"))).body).toEqual([]);
  });

  it("follows as server-sent events", async () => {
    const response = await tenant.client.open("GET", configPath("a", "/logs?follow=true&tail=1"));
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = readEvents(response);
    expect(JSON.parse((await events.next()).data)).toMatchObject({ message: "three", level: "info" });
    await log("four");
    const next = await events.next();
    expect(next.event).toBe("log");
    expect(JSON.parse(next.data).message).toBe("four");
    await events.close();
  });
});

import { type Endpoint, endpoints } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import type { Tenant } from "../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const readable = Object.entries<Endpoint>(endpoints).filter(
  ([, { method, path }]) => method === "GET" && path !== "/events/stream",
);

describe("a trailing slash", () => {
  it.each(readable)("makes no difference to %s", async (_id, { path }) => {
    const bare = path.replace(/\{\w+\}/g, "x").replace(/\/$/, "");
    const [without, withSlash] = await Promise.all([tenant.client.get(bare), tenant.client.get(`${bare}/`)]);
    expect(withSlash.status).toBe(without.status);
    expect(withSlash.headers.get("content-type")).toBe(without.headers.get("content-type"));
  });
});

describe("the content type", () => {
  it.each(readable.filter(([id]) => id !== "getDocs"))("of %s is exactly application/json", async (_id, { path }) => {
    const { headers } = await tenant.client.get(path.replace(/\{\w+\}/g, "x"));
    expect(headers.get("content-type")).toBe("application/json");
  });
});

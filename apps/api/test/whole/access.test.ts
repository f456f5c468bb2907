import { type Endpoint, endpoints, SCOPES, type Scope } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import type { Client } from "../support/client.ts";
import { fileForm } from "../support/file.ts";
import type { Tenant } from "../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const all = Object.entries<Endpoint>(endpoints);
const closed = all.filter(([, { access }]) => access !== "open");
const scoped = closed.flatMap(([id, endpoint]) => {
  const { access } = endpoint;
  return access === "any" || access === "open" ? [] : [{ id, endpoint, scope: access as Scope }];
});

/** Scopes that imply another, by the implied scope. */
const IMPLIED_BY: Partial<Record<Scope, Scope>> = { "changes:plan": "resources:write" };

function call(client: Client, { method, path, body }: Endpoint) {
  const concrete = path.replace(/\{\w+\}/g, "x");
  const sent = body?.contentType === "multipart/form-data" ? fileForm("x", "text/plain") : {};
  return client.call(method, concrete, body === undefined ? {} : { body: sent });
}

describe("without a token", () => {
  it.each(closed)("%s is 401", async (_id, endpoint) => {
    const { status, body, headers } = await call(api.anonymous, endpoint);
    expect(status).toBe(401);
    if (endpoint.method !== "HEAD") expect(body).toEqual({ detail: "Not authenticated" });
    expect(headers.get("www-authenticate")).toBe("Bearer");
  });

  it("a path that does not exist is 401 too", async () => {
    for (const path of ["/", "/nothing", "/resources/a/b", "/providers/", "/docs/../resources/"]) {
      expect((await api.anonymous.get(path)).status, path).toBe(401);
    }
    expect((await api.anonymous.call("PUT", "/resources/apply")).status).toBe(401);
  });

  it("public paths answer", async () => {
    await api.pool.query("INSERT INTO workers (id) VALUES ('w')");
    for (const path of ["/health", "/health/ready", "/openapi.json", "/docs", "/.well-known/jwks.json"]) {
      expect((await api.anonymous.get(path)).status, path).toBe(200);
      expect((await api.anonymous.get(`${path}/`)).status, path).toBe(200);
    }
  });
});

describe("without the scope", () => {
  it.each(scoped)("$id is 403 that names $scope", async ({ endpoint, scope }) => {
    const others = SCOPES.filter((other) => other !== scope && other !== IMPLIED_BY[scope]);
    const client = await tenant.withScopes(...others);
    const { status, text } = await call(client, endpoint);
    expect(status).toBe(403);
    if (endpoint.method !== "HEAD") expect(text).toContain(scope);
  });

  it.each(scoped)("$id lets $scope alone in", async ({ endpoint, scope }) => {
    if (endpoint.path === "/events/stream") return;
    const { status } = await call(await tenant.withScopes(scope), endpoint);
    expect([401, 403]).not.toContain(status);
  });
});

describe("with a token", () => {
  it("resources:write lets in where changes:plan would", async () => {
    const client = await tenant.withScopes("resources:write");
    expect((await call(client, endpoints.planChange)).status).toBe(422);
  });

  it("an unknown path is 404, and a known one with another method 405", async () => {
    expect((await tenant.client.get("/nothing")).status).toBe(404);
    const { status, headers } = await tenant.client.call("POST", "/resources/");
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET");
  });
});

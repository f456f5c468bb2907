import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant({ role: "member" });
});
afterAll(() => api.close());

describe("POST /auth/tokens", () => {
  it("creates a token that works, and shows its secret once", async () => {
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    const input = { name: "ci", scopes: ["resources:read"], expires_at: expires };
    const { body, headers } = await tenant.client.post("/auth/tokens", input);
    expect(body).toMatchObject({ name: "ci", scopes: ["resources:read"], expires_at: expires, last_used_at: null });
    expect(body.token).toMatch(/^pragma_/);
    expect(body.token.startsWith(body.prefix)).toBe(true);
    expect(headers.get("cache-control")).toBe("no-store");
    const created = api.client(body.token);
    expect((await created.get("/resources/")).status).toBe(200);
    expect((await created.post("/resources/apply", {})).status).toBe(403);
    const list = await tenant.client.get("/auth/tokens");
    expect(list.text).not.toContain(body.token);
    expect(list.body.map((token: { id: string }) => token.id)).toContain(body.id);
  });

  it("replays by Idempotency-Key without the secret", async () => {
    const input = { name: "once", scopes: ["resources:read"] };
    const key = { "idempotency-key": "k1" };
    const first = await tenant.client.post("/auth/tokens", input, key);
    const again = await tenant.client.post("/auth/tokens", input, key);
    const { token, ...rest } = first.body;
    expect(token).toBeTruthy();
    expect(again.body).toEqual(rest);
  });

  it("pages its list", async () => {
    await tenant.client.post("/auth/tokens", { name: "x", scopes: ["resources:read"] });
    const all = await tenant.client.get("/auth/tokens");
    const { body, headers } = await tenant.client.get("/auth/tokens?limit=1");
    expect(body).toEqual([all.body[0]]);
    expect(headers.get("link")).toContain('rel="next"');
  });
});

describe("GET /auth/tokens", () => {
  it("goes on where a page ended, whatever was created or revoked since", async () => {
    const { client } = await api.tenant({ role: "member" });
    const create = async (name: string) =>
      (await client.post("/auth/tokens", { name, scopes: ["resources:read"] })).body.id;
    const ids: string[] = [];
    for (const name of ["one", "two", "three", "four"]) ids.unshift(await create(name));
    const page = async (path: string) => {
      const { body, headers } = await client.get(path);
      const next = /<https?:\/\/[^/]+(.*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
      return { ids: body.map(({ id }: { id: string }) => id), next };
    };
    const first = await page("/auth/tokens?limit=2");
    expect(first.ids).toEqual(ids.slice(0, 2));
    await create("five");
    expect((await page(first.next ?? "")).ids).toEqual(ids.slice(2));
    await client.delete(`/auth/tokens/${ids[0]}`);
    await client.delete(`/auth/tokens/${ids[1]}`);
    expect((await page(first.next ?? "")).ids).toEqual(ids.slice(2));
  });
});

describe("DELETE /auth/tokens/{id}", () => {
  it("revokes at once", async () => {
    const { body } = await tenant.client.post("/auth/tokens", { name: "gone", scopes: ["resources:read"] });
    const created = api.client(body.token);
    expect((await created.get("/auth/me")).status).toBe(200);
    expect((await tenant.client.delete(`/auth/tokens/${body.id}`)).status).toBe(204);
    expect((await created.get("/auth/me")).status).toBe(401);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

const names = ["B", "a", "a-1", "a.1", "a1", "b", "c_1"];

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  for (const name of [...names].reverse()) {
    await tenant.client.post("/resources/apply", configInput(name, { tags: name < "b" ? ["low", name] : ["high"] }));
  }
  await tenant.client.post("/resources/apply", { provider: "other", resource: "thing", name: "a", config: {} });
  await settle(api.pool, tenant.organizationId, "b", { lifecycle_state: "ready", provisioned: true });
});
afterAll(() => api.close());

async function list(query = ""): Promise<string[]> {
  const { status, body } = await tenant.client.get(`/resources/${query}`);
  expect(status).toBe(200);
  return body.map((resource: { provider: string; name: string }) => `${resource.provider}/${resource.name}`);
}

const config = (...wanted: string[]) => wanted.map((name) => `pragma/${name}`);

describe("GET /resources/", () => {
  it("is a bare array, ordered by name and provider in collation C", async () => {
    expect(await list()).toEqual(["pragma/B", "other/a", ...config("a", "a-1", "a.1", "a1", "b", "c_1")]);
  });

  it("answers the same without the slash", async () => {
    const bare = await tenant.client.get("/resources");
    expect(bare.text).toBe((await tenant.client.get("/resources/")).text);
    expect(bare.headers.get("content-type")).toBe("application/json");
  });

  it.each([
    ["?provider=other", ["other/a"]],
    ["?resource=thing", ["other/a"]],
    ["?lifecycle_state=ready", config("b")],
    ["?tags=low&tags=a1", config("a1")],
    ["?tags=low&tags=high", []],
    ["?q=A-1", config("a-1")],
    ["?q=%25", []],
    ["?provider=pragma&q=c_", config("c_1")],
    ["?unknown=1&provider=other", ["other/a"]],
  ])("filters by %s", async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it("pages by limit and cursor, the next page in Link, each row once", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/resources/?limit=3&provider=pragma";
    for (let pages = 0; path !== undefined; pages++) {
      expect(pages).toBeLessThan(5);
      const { body, headers } = await tenant.client.get(path);
      expect(body.length).toBeLessThanOrEqual(3);
      seen.push(...body.map((resource: { name: string }) => resource.name));
      const next: string | undefined = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
      path = next?.replace(api.core.services.settings.publicApiUrl, "");
    }
    expect(seen).toEqual(names);
  });

  it("goes on to the end from a cursor without a limit", async () => {
    const { headers } = await tenant.client.get("/resources/?limit=6");
    const cursor = new URL(/<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? "").searchParams.get("cursor");
    expect(await list(`?cursor=${encodeURIComponent(cursor ?? "")}`)).toEqual(config("b", "c_1"));
  });

  it("finds what has a tag by whatever an apply takes for one", async () => {
    const odd = await api.tenant();
    const tag = "tab\t, line\nand \u007f";
    await odd.client.post("/resources/apply", configInput("odd", { tags: [tag] }));
    const { body } = await odd.client.get(`/resources/?tags=${encodeURIComponent(tag)}`);
    expect(body).toMatchObject([{ name: "odd", tags: [tag] }]);
  });

  it("has no Link on the last page", async () => {
    const { headers, body } = await tenant.client.get("/resources/?limit=1000");
    expect(body).toHaveLength(8);
    expect(headers.get("link")).toBeNull();
  });

  it("streams many batches as one array", async () => {
    const many = await api.tenant();
    await api.pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
       SELECT $1, 'pragma/config/n' || lpad(i::text, 5, '0'), 'resource:pragma_config_n' || lpad(i::text, 5, '0'), 'pragma', 'config',
         'n' || lpad(i::text, 5, '0'), '{"data":{}}', 'draft', '{}', '{}' FROM generate_series(1, 3000) i`,
      [many.organizationId],
    );
    const { body } = await many.client.get("/resources/");
    expect(body).toHaveLength(3000);
    expect(new Set(body.map((resource: { id: string }) => resource.id)).size).toBe(3000);
    expect(body[2999].name).toBe("n03000");
  });

  it("is empty for an organization without resources", async () => {
    const { client } = await api.tenant();
    expect((await client.get("/resources/")).text).toBe("[]");
  });
});

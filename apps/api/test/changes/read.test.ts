import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";

import type { Tenant } from "../support/tenant.ts";
import { work } from "../support/work.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const config = (name: string, data: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});
const NOBODY = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

async function planned(...names: string[]): Promise<string> {
  return (await tenant.client.post("/changes", { documents: names.map((name) => config(name)) })).body.id;
}

describe("GET /changes", () => {
  it("lists them newest first, without actions, by page and filter", async () => {
    const ids = [await planned("a"), await planned("b"), await planned("c")];
    const { body, headers } = await tenant.client.get("/changes?limit=2");
    expect(body.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    expect(body[0]).not.toHaveProperty("actions");
    const next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] as string;
    const rest = await tenant.client.get(new URL(next).pathname + new URL(next).search);
    expect(rest.body[0].id).toBe(ids[0]);
    const ofA = await tenant.client.get("/changes?resource=pragma%2Fconfig%2Fa");
    expect(ofA.body.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
    expect((await tenant.client.get("/changes?status=applying")).body).toEqual([]);
    expect((await tenant.client.get("/changes?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z")).body).toEqual(
      [],
    );
    const applied = await tenant.client.post("/changes", { documents: [config("d")], apply: true });
    const idsOf = async (query: string): Promise<string[]> =>
      (await tenant.client.get(`/changes?${query}`)).body.map(({ id }: { id: string }) => id);
    expect(await idsOf("view=applied")).toEqual([applied.body.id]);
    expect(await idsOf("view=open&limit=10")).toEqual(ids.toReversed());
    expect(await idsOf("status=planned&status=applying&status=succeeded")).toEqual([
      applied.body.id,
      ...ids.toReversed(),
    ]);
    // By the token, and by the person whose token it is.
    const { user } = applied.body.applied_by;
    for (const actor of [tenant.tokenId, user.id, user.name])
      expect(await idsOf(`view=applied&actor=${encodeURIComponent(actor)}`)).toEqual([applied.body.id]);
    expect(await idsOf("actor=nobody")).toEqual([]);
    expect((await tenant.client.get("/changes?view=closed")).status).toBe(422);
    const other = await api.tenant();
    expect((await other.client.get("/changes")).body).toEqual([]);
    expect((await other.client.get(`/changes/${ids[0]}`)).status).toBe(404);
  });
});

describe("GET /changes/{id}", () => {
  it.each([NOBODY, "no-id", "%00"])("answers 404 for %s", async (id) => {
    expect((await tenant.client.get(`/changes/${id}`)).status).toBeOneOf([404, 422]);
  });

  it("answers 304 while status and counts are the same", async () => {
    const id = await planned("tagged");
    const { headers } = await tenant.client.get(`/changes/${id}`);
    const tag = headers.get("etag") as string;
    expect((await tenant.client.get(`/changes/${id}`, { "if-none-match": tag })).status).toBe(304);
  });

  it("waits until it is settled, or for another status", async () => {
    const { body } = await tenant.client.post("/changes", { documents: [config("waited")], apply: true });
    const waiting = tenant.client.get(`/changes/${body.id}?wait=30`);
    await work(api, tenant.organizationId);
    expect((await waiting).body).toMatchObject({ status: "succeeded", settled_at: expect.any(String) });

    const plan = await planned("watched");
    const { headers } = await tenant.client.get(`/changes/${plan}`);
    const watching = tenant.client.get(`/changes/${plan}?wait=30`, { "if-none-match": headers.get("etag") as string });
    await tenant.client.post(`/changes/${plan}/discard`, undefined);
    expect((await watching).body.status).toBe("discarded");
  });
});

describe("GET /changes/{id}/actions", () => {
  it("lists them by wave and id, by page and filter", async () => {
    const names = Array.from({ length: 120 }, (_, index) => `many-${index}`);
    const documents = names.map((name, index) =>
      config(name, { x: index % 2 === 0 ? 0 : `\${pragma/config/${names[index - 1]}.outputs.x}` }),
    );
    const { body } = await tenant.client.post("/changes", { documents });
    expect(body.actions).toHaveLength(100);
    const pages: { wave: number; id: string }[] = [];
    for (let path: string | undefined = `/changes/${body.id}/actions`; path !== undefined; ) {
      const page = await tenant.client.get(path);
      pages.push(...page.body);
      const next: string | undefined = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      path = next && new URL(next).pathname + new URL(next).search;
    }
    expect(pages).toHaveLength(120);
    expect(pages.map(({ wave }) => wave)).toEqual([...Array(60).fill(0), ...Array(60).fill(1)]);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(120);
    expect((await tenant.client.get(`/changes/${body.id}/actions?action=delete`)).body).toEqual([]);
    expect((await tenant.client.get(`/changes/${NOBODY}/actions`)).status).toBe(404);
  });
});

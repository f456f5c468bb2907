import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

const LIMIT = 20;

let api: TestApi;
let tenant: Tenant;

/** A hub with as many dependents as the graph may have nodes, and a chain of the same length. */
beforeAll(async () => {
  api = await startApi({ settings: { maxGraphNodes: LIMIT } });
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("hub"));
  for (let index = 1; index <= LIMIT; index++) {
    const link = index === 1 ? [] : [`pragma/config/link-${index - 1}`];
    await tenant.client.post("/resources/apply", configInput(`spoke-${index}`, { depends_on: ["pragma/config/hub"] }));
    await tenant.client.post("/resources/apply", configInput(`link-${index}`, { depends_on: link }));
  }
});
afterAll(() => api.close());

describe("GET /resources/graph", () => {
  it("refuses more nodes than the limit, and says how to ask for a part", async () => {
    const { status, body } = await tenant.client.get("/resources/graph");
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      {
        loc: ["query", "root"],
        msg: "The graph has more than 20 nodes, which is the limit: name a resource as `root` to read what is around it, and how far to go as `depth`",
        type: "graph_too_large",
      },
    ]);
  });

  it.each([
    ["", "a `depth`"],
    ["&direction=downstream", "a `depth`"],
    ["&depth=1", "a smaller `depth`"],
  ])("refuses a root with too much around it: %s", async (query, advice) => {
    const { status, body } = await tenant.client.get(`/resources/graph?root=${configId("hub")}${query}`);
    expect(status).toBe(422);
    expect(body.detail[0]).toMatchObject({ loc: ["query", "depth"], type: "graph_too_large" });
    expect(body.detail[0].msg).toContain("more than 20 nodes");
    expect(body.detail[0].msg).toContain(`go less far with ${advice}`);
  });

  it.each([
    ["the hub alone", `root=${configId("hub")}&depth=0`, 1],
    ["what the hub needs", `root=${configId("hub")}&direction=upstream`, 1],
    ["a spoke and its hub", `root=${configId("spoke-1")}&direction=upstream`, 2],
    ["some of the chain", `root=${configId("link-10")}&depth=3`, 7],
    ["a chain as long as the limit", `root=${configId("link-10")}`, LIMIT],
  ])("answers %s", async (_what, query, count) => {
    const { status, body } = await tenant.client.get(`/resources/graph?${query}`);
    expect(status).toBe(200);
    expect(body.nodes).toHaveLength(count);
  });

  it("counts a node that is reached by two edges once", async () => {
    const other = await api.tenant();
    const names = Array.from({ length: LIMIT - 1 }, (_, index) => `parent-${index}`);
    const owners = names.map((name) => ({ provider: "pragma", resource: "config", name }));
    const depends_on = names.map((name) => `pragma/config/${name}`);
    for (const name of names) await other.client.post("/resources/apply", configInput(name));
    await other.client.post("/resources/apply", configInput("one", { depends_on, owner_references: owners }));
    for (const query of ["", "&depth=1", "&depth=1&direction=upstream"]) {
      const { status, body } = await other.client.get(`/resources/graph?root=${configId("one")}${query}`);
      expect(status).toBe(200);
      expect(body.nodes).toHaveLength(LIMIT);
      expect(body.edges).toHaveLength(2 * names.length);
    }
  });

  it("counts what is referenced but absent", async () => {
    const other = await api.tenant();
    const absent = Array.from({ length: LIMIT }, (_, index) => `pragma/config/absent-${index}`);
    await other.client.post("/resources/apply", configInput("one", { depends_on: absent }));
    expect((await other.client.get("/resources/graph")).status).toBe(422);
    expect((await other.client.get(`/resources/graph?root=${configId("one")}`)).status).toBe(422);
    expect((await other.client.get(`/resources/graph?root=${configId("one")}&depth=0`)).status).toBe(200);
  });
});

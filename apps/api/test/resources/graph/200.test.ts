import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  const owner = { provider: "pragma", resource: "config", name: "a" };
  await tenant.client.post("/resources/apply", configInput("c", { depends_on: ["pragma/config/b"] }));
  await tenant.client.post("/resources/apply", configInput("b", { depends_on: ["pragma/config/a"] }));
  await tenant.client.post("/resources/apply", configInput("a"));
  await tenant.client.post("/resources/apply", configInput("owned", { owner_references: [owner] }));
  await tenant.client.post("/resources/apply", configInput("alone", { depends_on: ["pragma/config/absent"] }));
});
afterAll(() => api.close());

async function nodes(query: string): Promise<string[]> {
  const { body } = await tenant.client.get(`/resources/graph${query}`);
  return body.nodes.map((node: { name: string }) => node.name).sort();
}

describe("GET /resources/graph", () => {
  it("is the whole graph, with what is needed but absent", async () => {
    const { body } = await tenant.client.get("/resources/graph");
    expect(body.nodes).toHaveLength(6);
    expect(body.nodes.find((node: { name: string }) => node.name === "absent").lifecycle_state).toBeNull();
    expect(body.edges).toContainEqual({ from: configId("b"), to: configId("a"), kind: "dependency" });
    expect(body.edges).toContainEqual({ from: configId("owned"), to: configId("a"), kind: "owner" });
  });

  it.each([
    [`?root=${configId("b")}`, ["a", "b", "c"]],
    [`?root=${configId("b")}&direction=upstream`, ["a", "b"]],
    [`?root=${configId("a")}&direction=downstream`, ["a", "b", "c", "owned"]],
    [`?root=${configId("a")}&direction=downstream&depth=1`, ["a", "b", "owned"]],
    ["?root=pragma/config/c&direction=upstream&depth=0", ["c"]],
  ])("follows %s", async (query, expected) => {
    expect(await nodes(query)).toEqual(expected);
  });

  it("is not found for an absent root", async () => {
    expect((await tenant.client.get("/resources/graph?root=pragma/config/nothing")).status).toBe(404);
  });

  it("refuses an invalid direction", async () => {
    expect((await tenant.client.get("/resources/graph?direction=up")).status).toBe(422);
  });
});

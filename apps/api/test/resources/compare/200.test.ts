import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it("GET /resources/{id}/compare tells how two generations differ; 409, 422 and 404 where it cannot", async () => {
  const { client } = await api.tenant();
  await client.post("/resources/apply", configInput("a"));
  await client.post("/resources/apply", configInput("a", { config: { data: { name: "b" } } }));
  const { status, body } = await client.get(configPath("a", "/compare?from=1&to=2"));
  expect(status).toBe(200);
  expect(body).toEqual({ from: 1, to: 2, changes: [{ path: "config.data.name", before: "a", after: "b" }] });
  expect((await client.get(configPath("a", "/compare?from=1&to=3"))).status).toBe(409);
  expect((await client.get(configPath("a", "/compare?from=0&to=2"))).status).toBe(422);
  expect((await client.get(configPath("a", "/compare"))).body).toEqual(body);
  expect((await client.get(configPath("none", "/compare?from=1&to=2"))).status).toBe(404);
});

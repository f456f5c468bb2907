import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}/health", () => {
  it("is not found for a type without health", async () => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a"));
    const { status, body } = await client.get(configPath("a", "/health"));
    expect(status).toBe(404);
    expect(body.detail).toBe("pragma/config has no health to ask for");
  });
});

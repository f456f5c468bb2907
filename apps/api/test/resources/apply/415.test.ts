import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/apply", () => {
  it.each(["text/plain", "application/yaml", "application/x-www-form-urlencoded"])("refuses %s", async (type) => {
    const { client } = await api.tenant();
    const answer = await client.post("/resources/apply", JSON.stringify(configInput("a")), { "content-type": type });
    expect(answer.status).toBe(415);
  });

  it("refuses a form, which it would otherwise take for a missing body", async () => {
    const { client } = await api.tenant();
    const form = new FormData();
    form.set("provider", "pragma");
    expect((await client.post("/resources/apply", form)).status).toBe(415);
  });
});

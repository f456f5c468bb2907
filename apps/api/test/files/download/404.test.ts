import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /files/{name}/download", () => {
  it("is not found for an absent file", async () => {
    const { client } = await api.tenant();
    const { status, body } = await client.get("/files/absent/download");
    expect(status).toBe(404);
    expect(body).toEqual({ detail: "File not found" });
  });
});

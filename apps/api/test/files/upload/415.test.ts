import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /files/{name}/upload", () => {
  it.each(["application/json", "image/png"])("refuses a body of %s", async (type) => {
    const { client } = await api.tenant();
    expect((await client.post("/files/a/upload", "{}", { "content-type": type })).status).toBe(415);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /auth/tokens/{id}", () => {
  it.each(["00000000-0000-4000-8000-000000000000", "nonsense"])("knows no %s", async (id) => {
    const { client } = await api.tenant();
    expect((await client.delete(`/auth/tokens/${id}`)).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("an event without a dead letter", () => {
  it.each(["00000000-0000-4000-8000-000000000000", "nonsense"])("%s is not found", async (id) => {
    const { client } = await api.tenant();
    expect((await client.get(`/ops/dead-letter/${id}`)).status).toBe(404);
    expect((await client.post(`/ops/dead-letter/${id}/retry`)).status).toBe(404);
  });
});

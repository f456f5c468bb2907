import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}", () => {
  it.each(["%00", "a%00b", "resource%3Aa%0A", "%7F", "a".repeat(456)])("refuses the id %s", async (segment) => {
    const { client } = await api.tenant();
    const { status, body } = await client.get(`/resources/${segment}`);
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["path", "id"]);
  });

  it("refuses a reveal that is neither true nor false", async () => {
    const { client } = await api.tenant();
    const { status, body } = await client.get("/resources/a?reveal=yes");
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["query", "reveal"]);
  });
});

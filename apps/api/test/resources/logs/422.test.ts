import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}/logs", () => {
  it.each(["tail=0", "tail=10001", "since=yesterday", "event_id=1", "attempt=0", "attempt=2147483648", "follow=1"])(
    "refuses %s",
    async (query) => {
      const { client } = await api.tenant();
      const { status, body } = await client.get(configPath("a", `/logs?${query}`));
      expect(status).toBe(422);
      expect(body.detail[0].loc).toEqual(["query", query.split("=")[0]]);
    },
  );
});

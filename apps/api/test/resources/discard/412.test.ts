import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/discard", () => {
  it("refuses an If-Match that no longer fits, and changes nothing", async () => {
    const { client } = await api.tenant();
    const read = await client.post("/resources/apply", configInput("a", { lifecycle_state: "draft" }));
    const staged = await client.post("/resources/apply", configInput("a", { lifecycle_state: "draft", tags: ["x"] }));
    const discard = (etag: string | null) => client.post(configPath("a", "/discard"), {}, { "if-match": etag ?? "" });
    expect((await discard(read.headers.get("etag"))).status).toBe(412);
    expect((await client.get(configPath("a"))).body).toEqual(staged.body);
    // It has never been ready, which is looked at only for the draft that was meant.
    expect((await discard(staged.headers.get("etag"))).status).toBe(409);
  });
});

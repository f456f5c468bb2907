import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";
import { countRows } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ settings: { maxFileBytes: 100_000 } });
});
afterAll(() => api.close());

describe("POST /files/{name}/upload", () => {
  it("refuses one byte over the limit, and writes nothing", async () => {
    const tenant = await api.tenant();
    const before = await countRows(api, tenant.organizationId);
    const { status } = await tenant.client.post("/files/a/upload", fileForm(new Uint8Array(100_001), "image/png"));
    expect(status).toBe(413);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });
});

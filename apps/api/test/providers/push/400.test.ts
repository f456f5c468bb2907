import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { archiveOf, codeForm, providerArchive } from "../../support/archive.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const path = "/providers/acme/push";

describe("POST /providers/{provider_id}/push", () => {
  it.each<[string, () => Promise<Buffer<ArrayBuffer>>, RegExp]>([
    ["nothing", async () => Buffer.from(""), /is empty/],
    ["another format", async () => Buffer.from("PK and so on"), /is not gzip/],
    ["an archive that is cut off", async () => (await providerArchive("acme")).subarray(0, 100), /is cut off/],
    [
      "compressed data that is not a tar archive",
      async () => {
        const { gzipSync } = await import("node:zlib");
        return Buffer.from(gzipSync("x".repeat(5000)));
      },
      /tar data is broken/,
    ],
  ])("refuses %s, and leaves nothing", async (_what, archive, reason) => {
    const before = await countRows(api, tenant.organizationId);
    const { status, body } = await tenant.client.post(path, codeForm(await archive()));
    expect(status).toBe(400);
    expect(body.detail).toMatch(reason);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it("refuses a whole archive in pieces that do not fit", async () => {
    const one = await archiveOf({ name: "a", content: "x" });
    const { status } = await tenant.client.post(path, codeForm(Buffer.concat([one.subarray(0, 40), one])));
    expect(status).toBe(400);
  });
});

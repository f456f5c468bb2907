import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { archiveOf, codeForm, providerArchive, type TestEntry } from "../../support/archive.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
let spoolFolder: string;

beforeAll(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), "pragma-test-spool-"));
  api = await startApi({
    settings: { maxArchiveBytes: 100_000, maxUnpackedBytes: 1_000_000, maxArchiveFiles: 50 },
    apiSettings: { spoolFolder },
  });
  tenant = await api.tenant();
});
afterAll(async () => {
  await api.close();
  await rm(spoolFolder, { recursive: true });
});

const path = "/providers/acme/push";

const many = Array.from({ length: 51 }, (_, index): TestEntry => ({ name: `f${index}` }));

describe("POST /providers/{provider_id}/push", () => {
  it.each<[string, () => Promise<Buffer<ArrayBuffer>>]>([
    ["a large archive", () => providerArchive("acme", { name: "data", content: randomBytes(110_000) })],
    ["one that unpacks to much", () => providerArchive("acme", { name: "zeros", content: Buffer.alloc(2_000_000) })],
    ["one of many files", () => archiveOf(...many)],
  ])("refuses %s, and leaves nothing", async (_what, archive) => {
    const before = await countRows(api, tenant.organizationId);
    const { status, body } = await tenant.client.post(path, codeForm(await archive()));
    expect([status, typeof body.detail]).toEqual([413, "string"]);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
    expect(await readdir(spoolFolder)).toEqual([]);
  });

  it("accepts one of exactly the limit", async () => {
    const archive = await providerArchive("acme", { name: "zeros", content: Buffer.alloc(900_000) });
    expect((await tenant.client.post(path, codeForm(archive))).status).toBe(202);
  });
});

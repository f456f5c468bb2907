import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { archiveOf, codeForm, providerArchive, type TestEntry } from "../../support/archive.ts";
import { fileForm } from "../../support/file.ts";
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

const link = (linkname: string): TestEntry => ({ name: "link", type: "symlink", linkname });

describe("POST /providers/{provider_id}/push", () => {
  it.each<[string, TestEntry]>([
    ["a path out of the archive", { name: "../../etc/cron.d/evil", content: "x" }],
    ["an absolute path", { name: "/etc/passwd", content: "x" }],
    ["a control character in a name", { name: "a\u0007b", content: "x" }],
    ["a link out of the archive", link("../../../etc/passwd")],
    ["a link to an absolute path", link("/etc/passwd")],
    ["a hard link out of the archive", { name: "hard", type: "link", linkname: "../x" }],
    ["a device", { name: "null", type: "character-device" }],
    ["a pipe", { name: "pipe", type: "fifo" }],
    ["the same file twice", { name: "./index.ts", content: "x" }],
    ["a long name", { name: "x".repeat(300), content: "x" }],
  ])("refuses %s, says where, and leaves nothing", async (_what, entry) => {
    const before = await countRows(api, tenant.organizationId);
    const { status, body } = await tenant.client.post(path, codeForm(await providerArchive("acme", entry)));
    expect(status).toBe(422);
    expect(body.detail[0].loc.slice(0, 2)).toEqual(["body", "code"]);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it.each<[string, TestEntry[], readonly string[]]>([
    ["no package.json", [{ name: "index.ts" }], ["package.json"]],
    ["a package.json that is no JSON", [{ name: "package.json", content: "{" }], ["package.json"]],
    ["no provider", [{ name: "package.json", content: "{}" }], ["package.json", "pragma", "provider"]],
    [
      "another provider",
      [{ name: "package.json", content: '{"pragma":{"provider":"other"}}' }],
      ["package.json", "pragma", "provider"],
    ],
    [
      "no entry",
      [{ name: "package.json", content: '{"pragma":{"provider":"acme"},"main":"x.js"}' }],
      ["package.json", "main"],
    ],
  ])("refuses %s", async (_what, entries, place) => {
    const { status, body } = await tenant.client.post(path, codeForm(await archiveOf(...entries)));
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["body", "code", ...place]);
  });

  it("refuses another field, and a truncated form", async () => {
    const archive = await providerArchive("acme");
    expect((await tenant.client.post(path, fileForm(archive, "application/gzip", "file"))).status).toBe(422);
    const broken = '--x\r\nContent-Disposition: form-data; name="code"; filename="f"\r\n\r\nabc';
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await tenant.client.post(path, broken, headers)).status).toBe(422);
  });

  it("refuses an invalid provider name", async () => {
    const { status, body } = await tenant.client.post("/providers/Acme/push", codeForm(await providerArchive("acme")));
    expect([status, body.detail[0].loc]).toEqual([422, ["path", "provider_id"]]);
  });
});

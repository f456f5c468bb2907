import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { fileForm } from "../support/file.ts";
import { configInput, configPath, countRows, settle } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const key = (name: string) => ({ "idempotency-key": name });
const apply = "/resources/apply";

describe("Idempotency-Key", () => {
  it("replays the first answer, whatever happened since, bare or quoted, with a slash or not", async () => {
    const input = configInput("a", { tags: ["first"] });
    const first = await tenant.client.post(apply, input, key("k1"));
    await tenant.client.post(apply, configInput("a", { tags: ["second"] }));
    const before = await countRows(api, tenant.organizationId);
    for (const [path, header] of [
      [apply, "k1"],
      [`${apply}/`, '"k1"'],
    ] as const) {
      const again = await tenant.client.post(path, input, key(header));
      expect(again.text).toBe(first.text);
      expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
      expect(again.headers.get("content-type")).toBe("application/json");
    }
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it("treats equal JSON as the same payload, and refuses another one", async () => {
    await tenant.client.post(
      apply,
      '{"provider":"pragma","resource":"config","name":"b","config":{"data":{"x":1,"y":2}}}',
      {
        ...key("k2"),
        "content-type": "application/json",
      },
    );
    const reordered = { name: "b", config: { data: { y: 2, x: 1 } }, resource: "config", provider: "pragma" };
    expect((await tenant.client.post(apply, reordered, key("k2"))).status).toBe(200);
    const other = await tenant.client.post(apply, configInput("b"), key("k2"));
    expect(other.status).toBe(422);
    expect(other.text).toContain("Idempotency-Key");
  });

  it("keeps a conflict, since it is the request's answer", async () => {
    await tenant.client.post(apply, configInput("d", { lifecycle_state: "pending" }));
    const changed = configInput("d", { config: { data: { other: 1 } } });
    const first = await tenant.client.post(apply, changed, key("k4"));
    expect(first.status).toBe(409);
    await settle(api.pool, tenant.organizationId, "d", { lifecycle_state: "ready", provisioned: true });
    const again = await tenant.client.post(apply, changed, key("k4"));
    // Byte for byte: clients compare, and sign, what they got.
    expect([again.status, again.text]).toEqual([409, first.text]);
    expect((await tenant.client.post(apply, changed)).status).toBe(200);
  });

  it("does not keep what the client can fix: validation, permission, authentication", async () => {
    const invalid = configInput("e", { config: { data: {}, unknown: 1 }, lifecycle_state: "pending" });
    expect((await tenant.client.post(apply, invalid, key("k5"))).status).toBe(422);
    expect((await tenant.client.post(apply, configInput("e"), key("k5"))).status).toBe(200);
    expect((await api.anonymous.post(apply, configInput("e"), key("k5"))).status).toBe(401);
  });

  it("belongs to a token, a method and a path", async () => {
    const other = await tenant.withScopes("resources:write", "ops:write");
    await tenant.client.post(apply, configInput("f"), key("k6"));
    expect((await other.post(apply, configInput("g"), key("k6"))).status).toBe(200);
    expect((await tenant.client.post("/ops/dead-letter/retry-all", undefined, key("k6"))).status).toBe(200);
    await tenant.client.post(apply, configInput("h", { lifecycle_state: "pending" }));
    expect((await tenant.client.post(configPath("h", "/cancel"), undefined, key("k6"))).status).toBe(200);
    const again = await tenant.client.post("/resources/pragma%2Fconfig%2Fh/cancel", undefined, key("k6"));
    expect(again.status).toBe(409);
  });

  it("counts the query as payload", async () => {
    await tenant.client.post("/ops/dead-letter/retry-all?provider=a", undefined, key("k7"));
    const { status } = await tenant.client.post("/ops/dead-letter/retry-all?provider=b", undefined, key("k7"));
    expect(status).toBe(422);
  });

  it("compares uploads by field, file name and hash", async () => {
    const path = "/files/a.txt/upload";
    const first = await tenant.client.post(path, fileForm("bytes", "text/plain", "file", "a.txt"), key("k8"));
    const again = await tenant.client.post(path, fileForm("bytes", "text/plain", "file", "a.txt"), key("k8"));
    expect([again.status, again.body.checksum]).toEqual([200, first.body.checksum]);
    expect((await tenant.client.post(path, fileForm("other", "text/plain", "file", "a.txt"), key("k8"))).status).toBe(
      422,
    );
    expect((await tenant.client.post(path, fileForm("bytes", "text/plain", "file", "b.txt"), key("k8"))).status).toBe(
      422,
    );
  });

  it("is refused if it is not valid", async () => {
    const { status, body } = await tenant.client.post(apply, configInput("i"), key("k".repeat(256)));
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["header", "Idempotency-Key"]);
  });
});

import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /files/{name}/upload", () => {
  it("keeps the bytes and queues the resource", async () => {
    const bytes = new Uint8Array([0, 255, 1, 254]);
    const { status, body } = await tenant.client.post("/files/logo.png/upload", fileForm(bytes, "image/png"));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      size: 4,
      content_type: "image/png",
      checksum: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
      url: `${api.core.services.settings.publicApiUrl}/files/logo.png/download`,
    });
    const resource = await tenant.client.get("/resources/pragma%2Ffile%2Flogo.png");
    expect(resource.body).toMatchObject({ lifecycle_state: "pending", config: { content_type: "image/png" } });
  });

  it("takes an empty file", async () => {
    const { body } = await tenant.client.post("/files/empty/upload", fileForm(new Uint8Array(), "text/plain"));
    expect(body).toMatchObject({ size: 0, content_type: "text/plain" });
  });

  it("takes one of exactly the largest size", async () => {
    const bytes = new Uint8Array(api.core.services.settings.maxFileBytes).fill(7);
    const { body } = await tenant.client.post("/files/large/upload", fileForm(bytes, "application/octet-stream"));
    expect(body.size).toBe(bytes.length);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
let publicPath: string;
const page = "<script>alert(1)</script>";

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  const { body } = await tenant.client.post("/files/page.html/upload", fileForm(page, "text/html"));
  publicPath = body.public_url.replace(api.core.services.settings.publicApiUrl, "");
});
afterAll(() => api.close());

describe("GET /files/{name}/download", () => {
  it("gives the bytes to a token, harmless to browsers", async () => {
    const { status, text, headers } = await tenant.client.get("/files/page.html/download");
    expect(status).toBe(200);
    expect(text).toBe(page);
    expect(headers.get("content-type")).toBe("text/html");
    expect(headers.get("content-length")).toBe(String(page.length));
    expect(headers.get("content-disposition")).toBe('attachment; filename="page.html"');
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });

  it("gives them to anyone with the signature", async () => {
    const { status, text } = await api.anonymous.get(publicPath);
    expect([status, text]).toEqual([200, page]);
  });

  it("returns bytes as they came, several megabytes of them", async () => {
    const bytes = new Uint8Array(3_000_001).map((_, index) => index % 251);
    await tenant.client.post("/files/big/upload", fileForm(bytes, "application/octet-stream"));
    const response = await tenant.client.open("GET", "/files/big/download");
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
  });

  it("is 304 while the bytes are the same", async () => {
    const { headers } = await tenant.client.get("/files/page.html/download");
    const again = await tenant.client.get("/files/page.html/download", { "if-none-match": headers.get("etag") ?? "" });
    expect([again.status, again.text]).toEqual([304, ""]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;
let publicPath: string;

beforeAll(async () => {
  api = await startApi();
  const { client } = await api.tenant();
  const { body } = await client.post("/files/a/upload", fileForm("x", "text/plain"));
  publicPath = body.public_url.replace(api.core.services.settings.publicApiUrl, "");
});
afterAll(() => api.close());

describe("GET /files/{name}/download", () => {
  it.each<[string, (path: string) => string]>([
    ["neither token nor signature", () => "/files/a/download"],
    ["half a signature", (path) => path.replace(/expires=\d+&/, "")],
    ["a later end", (path) => path.replace(/expires=\d/, "expires=9")],
    [
      "another signature",
      (path) => path.replace(/signature=./, (start) => (start.endsWith("A") ? "signature=B" : "signature=A")),
    ],
    ["the signature of another file", (path) => path.replace("/a/", "/b/")],
    ["an empty signature", (path) => path.replace(/signature=.*/, "signature=")],
  ])("refuses %s", async (_what, change) => {
    const { status, headers } = await api.anonymous.get(change(publicPath));
    expect(status).toBeGreaterThanOrEqual(401);
    expect([401, 422]).toContain(status);
    if (status === 401) expect(headers.get("www-authenticate")).toBe("Bearer");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /docs", () => {
  it("is a page whose every address is on this server", async () => {
    const { text, headers } = await api.anonymous.get("/docs");
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    const sources = [...text.matchAll(/(?:src|href|"url"): ?"?=?"([^"]+)"|src="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2],
    );
    expect(sources).toEqual(expect.arrayContaining(["/docs/js/scalar.js", "/openapi.json"]));
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).toContain('<html lang="en">');
    expect(text).toMatch(/<link rel="icon" href="data:image\/svg\+xml;base64,/);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).not.toMatch(/https?:/);
    const script = await fetch(`${api.url}/docs/js/scalar.js`);
    expect(script.headers.get("content-type")).toMatch(/javascript/);
    expect((await script.text()).length).toBeGreaterThan(100_000);
  });
});

describe("GET /openapi.json", () => {
  it("is the document, and 304 for those who have it", async () => {
    const { body, headers } = await api.anonymous.get("/openapi.json");
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(body.servers).toEqual([{ url: api.core.services.settings.publicApiUrl }]);
    const again = await api.anonymous.get("/openapi.json", { "if-none-match": headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });
});

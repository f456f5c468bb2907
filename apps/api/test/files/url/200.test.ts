import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /files/{name}/url", () => {
  it("gives an address that works without a token, for 15 minutes", async () => {
    const { client } = await api.tenant();
    await client.post("/files/a.txt/upload", fileForm("the bytes", "text/plain"));
    const { status, body, headers } = await client.get("/files/a.txt/url");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(Object.keys(body).sort()).toEqual(["expires_in", "url"]);
    expect(body.expires_in).toBe(900);
    const url = new URL(body.url);
    const left = Number(url.searchParams.get("expires")) - Date.now() / 1000;
    expect(Math.abs(left - 900)).toBeLessThan(60);
    expect((await api.anonymous.get(url.pathname + url.search)).text).toBe("the bytes");
    url.searchParams.set("expires", String(Number(url.searchParams.get("expires")) + 3600));
    expect((await api.anonymous.get(url.pathname + url.search)).status).toBe(401);
  });

  it("is 404 for a file that does not exist, or is another organization's", async () => {
    const [{ client }, other] = [await api.tenant(), await api.tenant()];
    await other.client.post("/files/theirs/upload", fileForm("x", "text/plain"));
    for (const name of ["nothing", "theirs"]) expect((await client.get(`/files/${name}/url`)).status).toBe(404);
  });
});

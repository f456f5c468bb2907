import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("HEAD /files/{name}", () => {
  it("says about an existing file what its download would", async () => {
    const { client } = await api.tenant();
    await client.post("/files/a.txt/upload", fileForm("the bytes", "text/plain"));
    const { status, headers, text } = await client.call("HEAD", "/files/a.txt");
    expect([status, text]).toEqual([200, ""]);
    const download = await client.get("/files/a.txt/download");
    for (const name of ["content-type", "content-length", "etag"]) {
      expect(headers.get(name), name).toBe(download.headers.get(name));
    }
    expect(Date.parse(headers.get("last-modified") ?? "")).not.toBeNaN();
  });

  it("is 404 for one that does not exist, or is another organization's", async () => {
    const [{ client }, other] = [await api.tenant(), await api.tenant()];
    await other.client.post("/files/theirs/upload", fileForm("x", "text/plain"));
    for (const name of ["nothing", "theirs"]) expect((await client.call("HEAD", `/files/${name}`)).status).toBe(404);
  });
});

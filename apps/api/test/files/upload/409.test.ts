import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /files/{name}/upload", () => {
  it("refuses while the file is pending, and keeps the bytes it has", async () => {
    const { client } = await api.tenant();
    await client.post("/files/a/upload", fileForm("first", "text/plain"));
    const { status, body } = await client.post("/files/a/upload", fileForm("second", "text/plain"));
    expect(status).toBe(409);
    expect(body.detail.current_state).toBe("pending");
    expect((await client.get("/files/a/download")).text).toBe("first");
  });
});

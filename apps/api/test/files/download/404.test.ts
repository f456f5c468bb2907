import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /files/{name}/download", () => {
  it("is not found for an absent file", async () => {
    const { client } = await api.tenant();
    const { status, body } = await client.get("/files/absent/download");
    expect(status).toBe(404);
    expect(body).toEqual({ detail: "File not found" });
  });

  it("is not found if it is deleted while it is looked up, and cut off while it is sent: nobody waits for the rest", async () => {
    const { client, organizationId } = await api.tenant();
    const bytes = new Uint8Array(1_500_000);
    await client.post("/files/going/upload", fileForm(bytes, "application/octet-stream"));
    const remove = (from: number) =>
      api.pool.query("DELETE FROM blob_parts WHERE organization_id = $1 AND part >= $2", [organizationId, from]);
    await remove(2);
    const response = await client.open("GET", "/files/going/download");
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "1500000"]);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
    await remove(0);
    expect((await client.get("/files/going/download")).status).toBe(404);
  });
});

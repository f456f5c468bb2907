import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const settle = (organizationId: string, state: string) =>
  api.pool.query("UPDATE resources SET lifecycle_state = $2, pending_event_id = NULL WHERE organization_id = $1", [
    organizationId,
    state,
  ]);

describe("DELETE /files/{name}", () => {
  it("deletes the bytes of all versions, and leaves the resource", async () => {
    const { client, organizationId } = await api.tenant();
    const { body: file } = await client.post("/files/a/upload", fileForm("first", "text/plain"));
    await settle(organizationId, "ready");
    await client.post("/files/a/upload", fileForm("second", "text/plain"));
    await settle(organizationId, "ready");
    const { status, text } = await client.call("DELETE", "/files/a");
    expect([status, text]).toEqual([204, ""]);
    expect((await client.call("HEAD", "/files/a")).status).toBe(404);
    expect((await client.get("/files/a/download")).status).toBe(404);
    const { pathname, search } = new URL(file.public_url);
    expect((await api.anonymous.get(pathname + search)).status).toBe(404);
    for (const table of ["files", "blob_parts"]) {
      const { rowCount } = await api.pool.query(`SELECT 1 FROM ${table} WHERE organization_id = $1`, [organizationId]);
      expect(rowCount, table).toBe(0);
    }
    expect((await client.get("/resources/resource%3Apragma_file_a")).status).toBe(200);
    const { body: audited } = await client.get("/audit?action=file.delete");
    expect(audited).toMatchObject([{ target: "a", details: { versions: 2 } }]);
  });

  it("is the same for a file that does not exist, or is another organization's, which stays", async () => {
    const [{ client }, other] = [await api.tenant(), await api.tenant()];
    await other.client.post("/files/theirs/upload", fileForm("x", "text/plain"));
    for (const name of ["nothing", "theirs"]) expect((await client.call("DELETE", `/files/${name}`)).status).toBe(204);
    expect((await other.client.get("/files/theirs/download")).text).toBe("x");
  });
});

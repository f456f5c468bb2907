import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /files/{name}", () => {
  it("leaves bytes that an event may be using, or that are protected", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/files/a/upload", fileForm("bytes", "text/plain"));
    const pending = await client.call("DELETE", "/files/a");
    expect([pending.status, pending.body.detail.current_state]).toEqual([409, "pending"]);
    await api.pool.query(
      "UPDATE resources SET lifecycle_state = 'ready', deletion_protected = true WHERE organization_id = $1",
      [organizationId],
    );
    const guarded = await client.call("DELETE", "/files/a");
    expect([guarded.status, guarded.body.detail.protected]).toEqual([409, ["resource:pragma_file_a"]]);
    expect((await client.get("/files/a/download")).text).toBe("bytes");
  });
});

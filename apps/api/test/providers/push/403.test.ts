import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/push", () => {
  it("needs a grant of the organization, and names the setting", async () => {
    const { client, organizationId } = await api.tenant();
    await api.pool.query("UPDATE organizations SET may_push = false WHERE id = $1", [organizationId]);
    const form = new FormData();
    form.set("code", new Blob(["no archive"]));
    const problem = await client.post("/providers/notes/push", form, { accept: "application/problem+json" });
    expect(problem.status).toBe(403);
    expect(problem.text).toContain("May push providers");
    expect(problem.text).toContain("push_not_granted");
  });
});

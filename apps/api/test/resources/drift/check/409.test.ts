import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../../support/api.ts";
import { addReadable } from "../../../support/provider.ts";
import type { Tenant } from "../../../support/tenant.ts";

const PATH = "/resources/acme%2Fthing%2Fa/drift/check";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addReadable(api, tenant);
});
afterAll(() => api.close());

const set = (assignment: string) =>
  api.pool.query(`UPDATE resources SET ${assignment} WHERE organization_id = $1`, [tenant.organizationId]);

describe("POST /resources/{id}/drift/check", () => {
  it.each([
    ["lifecycle_state = 'pending', pending_event_id = gen_random_uuid()", "is pending"],
    ["lifecycle_state = 'processing', pending_event_id = gen_random_uuid()", "is processing"],
    ["paused = true", "is paused"],
    ["provisioned = false", "was never provisioned"],
    ["deleting_since = now()", "is being deleted"],
  ])("is refused with %s", async (assignment, words) => {
    await set(assignment);
    const { status, text } = await tenant.client.post(PATH);
    expect(status).toBe(409);
    expect(text).toContain(`resource:acme_thing_a ${words}`);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/deploy", () => {
  it.each([{ force: "yes" }, { network: "all" }, { version: 5 }, []])("refuses %j", async (body) => {
    expect((await tenant.client.post("/providers/acme/deploy", body)).status).toBe(422);
  });
});

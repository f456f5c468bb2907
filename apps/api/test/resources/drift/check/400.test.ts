import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../../../support/api.ts";
import { addReadable } from "../../../support/provider.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it("POST /resources/{id}/drift/check takes no key: in the transaction of a kept answer no worker would see the question", async () => {
  const tenant = await api.tenant();
  await addReadable(api, tenant);
  const { status, body } = await tenant.client.post("/resources/acme%2Fthing%2Fa/drift/check", undefined, {
    "idempotency-key": "once",
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({ detail: expect.stringContaining("Idempotency-Key has no meaning here") });
});

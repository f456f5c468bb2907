import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addListable, answerNextQuestion } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addListable(api, tenant);
});
afterAll(() => api.close());

const documents = [
  { provider: "acme", resource: "thing", name: "a", adopt: "one", config: { size: 2 }, lifecycle_state: "pending" },
];

describe("POST /changes with adopt", () => {
  it.each([
    ["without a key", {}],
    ["with an Idempotency-Key", { "idempotency-key": randomUUID() }],
  ])("is told by the provider what would change (%s)", async (_how, headers) => {
    const [{ status, body }] = await Promise.all([
      tenant.client.post("/changes", { documents }, headers),
      answerNextQuestion(api, () => ({ config: { size: 1 } })),
    ]);

    expect(status).toBe(201);
    expect(body.counts).toMatchObject({ adopt: 1, create: 0 });
    expect(body.actions).toMatchObject([
      { action: "adopt", changes: [{ path: "config.size", before: 1, after: 2 }], warnings: [] },
    ]);
  });
});

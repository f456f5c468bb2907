import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../../support/api.ts";
import { addReadable, answerNextQuestion } from "../../../support/provider.ts";
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

describe("POST /resources/{id}/drift/check", () => {
  it("is a bad gateway when the provider fails", async () => {
    const [{ status, text }] = await Promise.all([
      tenant.client.post(PATH),
      answerNextQuestion(api, () => {
        throw new Error("connection refused");
      }),
    ]);
    expect(status).toBe(502);
    expect(text).toContain("acme/thing/a");
  });
});

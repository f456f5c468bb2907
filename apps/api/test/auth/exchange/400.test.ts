import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /auth/exchange", () => {
  it("refuses an unknown code", async () => {
    const { status } = await api.anonymous.post("/auth/exchange", { code: "x", code_verifier: "v".repeat(43) });
    expect(status).toBe(400);
  });

  it("refuses a verifier that cannot be one", async () => {
    const { status, body } = await api.anonymous.post("/auth/exchange", { code: "x", code_verifier: "short" });
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["body", "code_verifier"]);
  });
});

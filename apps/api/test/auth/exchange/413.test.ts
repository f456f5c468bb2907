import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it("POST /auth/exchange refuses a body that no code needs, since anybody may send one", async () => {
  const { status } = await api.anonymous.post("/auth/exchange", { code: "x".repeat(5000), code_verifier: "v" });
  expect(status).toBe(413);
});

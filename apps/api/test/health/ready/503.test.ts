import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /health/ready", () => {
  it("is not ready without a worker, and says what is missing", async () => {
    await api.pool.query("INSERT INTO workers (id, heartbeat_at) VALUES ('silent', now() - interval '1 minute')");
    const { status, body } = await api.anonymous.get("/health/ready");
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: "unavailable",
      checks: { database: { status: "ok" }, sandbox: { status: "failed" } },
    });
  });
});

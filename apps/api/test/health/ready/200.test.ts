import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /health", () => {
  it("is ok while the process lives, for anyone", async () => {
    expect((await api.anonymous.get("/health")).body).toEqual({ status: "ok" });
  });
});

describe("HEAD /health", () => {
  it("answers like GET, without the body", async () => {
    const response = await fetch(`${api.url}/health`, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("GET /health/ready", () => {
  it("is ready once a worker shows signs of life, and says what its sandbox is", async () => {
    await api.pool.query("INSERT INTO workers (id, sandbox) VALUES ('w', 'A wall.'), ('x', 'A wall.')");
    const { status, body } = await api.anonymous.get("/health/ready");
    expect(status).toBe(200);
    const ok = { status: "ok" };
    expect(body).toEqual({ status: "ok", checks: { database: ok, queue: ok, sandbox: { ...ok, message: "A wall." } } });
  });

  it("says how many workers have which sandbox, takes none for one if it was named, and says what work none takes", async () => {
    await api.pool.query("DELETE FROM workers");
    await api.pool.query(
      `INSERT INTO workers (id, sandbox, boundary, boundary_named, queues) VALUES
         ('a', 'A wall.', 'bubblewrap', false, '{resources}'), ('b', 'A wall.', 'bubblewrap', false, '{resources,builds}'),
         ('c', 'Plain.', 'none', true, '{resources}')`,
    );
    const { status, body } = await api.anonymous.get("/health/ready");
    expect([status, body.checks.sandbox]).toEqual([
      200,
      {
        status: "ok",
        message:
          "Workers by sandbox: 2 bubblewrap, 1 none. A wall. Plain. No worker takes questions, upkeep (PRAGMA_QUEUES).",
      },
    ]);
  });
});

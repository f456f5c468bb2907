import { createTestDatabase, type DatabaseProxy, startDatabaseProxy, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProcess } from "../support/api-process.ts";
import { configInput } from "../support/resource.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";

let database: TestDatabase;
let proxy: DatabaseProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

describe("the API while its database hangs", () => {
  it("answers everything, says in its readiness what hangs, and serves again afterwards", async () => {
    const api = new ApiProcess({
      DATABASE_URL: proxy.url,
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: "a long password",
      PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    });
    const address = await api.listening();
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const apply = (name: string) => {
      const body = JSON.stringify(configInput(name, { lifecycle_state: "pending" }));
      return fetch(`${address}/resources/apply`, { method: "POST", headers, body });
    };
    const ready = () => fetch(`${address}/health/ready`);
    expect((await apply("before")).status).toBe(200);

    proxy.freeze();
    const waiting = Promise.all([apply("meanwhile"), fetch(`${address}/resources/`, { headers })]);
    const answers = await Promise.all([ready(), ready(), ready()]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    const unknown = { status: "failed", message: "Not known without the database" };
    expect(await answers[0]?.json()).toEqual({
      status: "unavailable",
      checks: {
        // The check gives up, or what it asked is found hanging first.
        database: {
          status: "failed",
          message: expect.stringMatching(/^The database (did not answer within 2 s|does not answer)$/),
        },
        queue: unknown,
        sandbox: unknown,
      },
    });
    for (const answer of await waiting) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).not.toBeNull();
      expect(await answer.json()).toMatchObject({ detail: "The database does not answer; try again in a moment" });
    }

    proxy.thaw();
    expect((await apply("afterwards")).status).toBe(200);
    // There is no worker, but there is a database.
    const { checks } = (await (await ready()).json()) as { checks: Record<string, { status: string }> };
    expect(checks).toMatchObject({ database: { status: "ok" }, queue: { status: "ok" } });
  });
});

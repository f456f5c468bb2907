import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProcess } from "../support/api-process.ts";
import { readEvents } from "../support/event-source.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("the API's process", () => {
  it("makes the first account, serves, and ends its streams and itself when told to stop", async () => {
    const api = new ApiProcess({
      DATABASE_URL: database.url,
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: "a long password",
      PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    });
    const address = await api.listening();
    const headers = { authorization: `Bearer ${TOKEN}` };
    const me = (await (await fetch(`${address}/auth/me`, { headers })).json()) as { email: string };
    expect(me.email).toBe("owner@example.com");
    const stream = readEvents(await fetch(`${address}/events/stream`, { headers }));
    api.child.kill("SIGTERM");
    await stream.ended();
    expect(await api.ended()).toBe(0);
  });

  it("ends when told to stop while it starts, by itself: as process 1 of a container nobody else would end it", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const mute = createServer(() => resolve());
    await once(mute.listen(0, "127.0.0.1"), "listening");
    const api = new ApiProcess({ DATABASE_URL: `postgres://x@127.0.0.1:${(mute.address() as AddressInfo).port}/x` });
    await asked;
    api.child.kill("SIGTERM");
    expect([await api.ended(), api.child.signalCode]).toEqual([0, null]);
    mute.close();
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["what is missing in the environment", {}, /^DATABASE_URL: is required$/],
    [
      "a database that does not answer",
      {
        DATABASE_URL: "postgres://x@127.0.0.1:1/x",
        PRAGMA_ADMIN_EMAIL: "a@example.com",
        PRAGMA_ADMIN_PASSWORD: "a long password",
      },
      /ECONNREFUSED/,
    ],
    [
      "invalid keys",
      { DATABASE_URL: "postgres://x@127.0.0.1:1/x", PRAGMA_ENCRYPTION_KEYS: "short" },
      /^PRAGMA_ENCRYPTION_KEYS/,
    ],
  ])("says in one line %s, and ends", async (_what, env, message) => {
    const api = new ApiProcess(env);
    await api.findLine(message);
    expect(await api.ended()).toBe(1);
  });
});

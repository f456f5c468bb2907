import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readEvents } from "../support/event-source.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";

let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => database.drop());

/** Starts the process as an install does, and reads its log. */
function start(env: Record<string, string>): { child: ChildProcess; lines: AsyncIterable<string> } {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"] ?? "", PRAGMA_ENCRYPTION_KEYS: "ab".repeat(32), PRAGMA_API_PORT: "0", ...env },
  });
  children.push(child);
  if (child.stdout === null) throw new Error("no output");
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function findLine(lines: AsyncIterable<string>, wanted: RegExp): Promise<RegExpExecArray> {
  for await (const text of lines) {
    const found = wanted.exec((JSON.parse(text) as { msg: string }).msg);
    if (found) return found;
  }
  throw new Error(`the log ended without ${wanted}`);
}

describe("the API's process", () => {
  it("makes the first account, serves, and ends its streams and itself when told to stop", async () => {
    const { child, lines } = start({
      DATABASE_URL: database.url,
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: "a long password",
      PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    });
    const [, address] = await findLine(lines, /listening at (\S+)$/);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const me = (await (await fetch(`${address}/auth/me`, { headers })).json()) as { email: string };
    expect(me.email).toBe("owner@example.com");
    const stream = readEvents(await fetch(`${address}/events/stream`, { headers }));
    child.kill("SIGTERM");
    await stream.ended();
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["what is missing in the environment", {}, /^DATABASE_URL: is required$/],
    [
      "a database that does not answer",
      {
        DATABASE_URL: "postgres://x@127.0.0.1:1/x",
        PRAGMA_ADMIN_EMAIL: "a@example.com",
        PRAGMA_ADMIN_PASSWORD: "12345678",
      },
      /ECONNREFUSED/,
    ],
    [
      "keys that are none",
      { DATABASE_URL: "postgres://x@127.0.0.1:1/x", PRAGMA_ENCRYPTION_KEYS: "short" },
      /^PRAGMA_ENCRYPTION_KEYS/,
    ],
  ])("says in one line %s, and ends", async (_what, env, message) => {
    const { child, lines } = start(env);
    const ended = once(child, "exit");
    await findLine(lines, message);
    expect((await ended)[0]).toBe(1);
  });
});

import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@pragma/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/index.ts";
import { artefact, caller, startSupervisor } from "../helpers.ts";
import { startRedis } from "../redis.ts";
import { sandboxOf, strongSandboxes } from "./kinds.ts";

/** Where the libraries of shipped providers are found from. */
const PROVIDERS = fileURLToPath(new URL("../../../../providers", import.meta.url));

function habitsIn(sandbox: Sandbox) {
  const supervisor = startSupervisor({}, sandbox, { grants: () => [{ path: PROVIDERS }] });
  const call = caller(supervisor, artefact("everyday.ts"));
  return (mode: string, url = "") => call("create", { mode, url });
}

describe.each(strongSandboxes)("in $kind a provider", (sandbox) => {
  test("asks a PostgreSQL", async () => {
    const database = await createTestDatabase({ empty: true });
    onTestFinished(() => database.drop());

    expect(await habitsIn(sandbox)("postgres", database.url)).toEqual({ answer: 42 });
  });

  test("asks a Redis", async () => {
    const port = await startRedis();

    expect(await habitsIn(sandbox)("redis", `redis://127.0.0.1:${port}`)).toEqual({ answer: "value" });
  });

  test.each([
    ["fetch", { answer: "echo" }],
    ["names and certificates", { address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), authorities: true }],
    ["sockets", { message: "datagram", interfaces: true }],
    ["compression", { same: true }],
    ["cryptography", { type: "ed25519", length: 64 }],
    ["threads", { answer: "from a thread", shared: 0 }],
    ["web assembly", { answer: 42 }],
    ["files", { content: "content", mtimeMs: true, nlink: 2 }],
    ["child processes", { answer: "42 there and back" }],
    ["database", { row: { name: "one" } }],
  ])("does what providers do: %s", async (mode, answer) => {
    expect(await habitsIn(sandbox)(mode)).toEqual(answer);
  });
});

const bubblewrap = await sandboxOf("bubblewrap");
test.runIf(bubblewrap)("in bubblewrap a provider knows time zones, and itself as nobody in particular", async () => {
  expect(await habitsIn(bubblewrap as Sandbox)("surroundings")).toEqual({
    time: "05:30",
    processors: true,
    user: "provider",
  });
});

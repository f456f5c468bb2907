import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@pragma/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/index.ts";
import { artefact, caller, startSupervisor } from "../helpers.ts";
import { sandboxOf, strongSandboxes } from "./kinds.ts";

/** Where the libraries of shipped providers are found from. */
const PROVIDERS = fileURLToPath(new URL("../../../../providers", import.meta.url));

function habitsIn(sandbox: Sandbox) {
  const supervisor = startSupervisor({}, sandbox, { grants: () => [{ path: PROVIDERS }] });
  const call = caller(supervisor, artefact("everyday.ts"));
  return (mode: string, url = "") => call("create", { mode, url });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

/** The URL of a real Redis that ends with the test; null where it is not installed, which the run says. */
async function startRedis(): Promise<string | null> {
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"];
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void server.kill("SIGKILL"));
  const started = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.stdout.on("data", (text: Buffer) => String(text).includes("Ready to accept") && resolve(true));
  });
  return started ? `redis://127.0.0.1:${port}` : null;
}

describe.each(strongSandboxes)("in $kind a provider", (sandbox) => {
  test("asks a PostgreSQL", async () => {
    const database = await createTestDatabase({ empty: true });
    onTestFinished(() => database.drop());

    expect(await habitsIn(sandbox)("postgres", database.url)).toEqual({ answer: 42 });
  });

  test("asks a Redis", async (context) => {
    const url = await startRedis();
    if (url === null) return context.skip();

    expect(await habitsIn(sandbox)("redis", url)).toEqual({ answer: "value" });
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

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { freePort, hasRedisServer, uniqueName, useServer } from "./support/server.ts";

let certificate = "";
let tlsPort = 0;

/** Has no file for its users, and speaks TLS on a second port. */
const server = useServer({
  aclFile: false,
  async arguments(folder) {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const request = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    await promisify(execFile)("openssl", [...request, ...names, "-keyout", key, "-out", cert]);
    certificate = await readFile(cert, "utf8");
    tlsPort = await freePort();
    const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert];
    return ["--tls-port", String(tlsPort), "--tls-auth-clients", "no", ...files];
  },
});

async function create(server_url: string, more: { server_ca?: string; signal?: AbortSignal; save?: boolean } = {}) {
  const { signal, ...rest } = more;
  const config = { server_url, name: uniqueName("any"), password: "any-password", ...rest };
  return await new ProviderHarness(provider).create("acl-user", {
    config,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A server that answers everything with the same line, or with nothing. */
async function useFake(answer: string | null, work: (url: string, connected: Promise<void>) => Promise<void>) {
  const sockets = new Set<Socket>();
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  const fake = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", () => {
      resolve();
      if (answer !== null) socket.write(`-${answer}\r\n`);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => fake.once("listening", listening));
  const address = fake.address();
  try {
    await work(`redis://u:p@127.0.0.1:${typeof address === "object" ? address?.port : ""}`, connected);
  } finally {
    for (const socket of sockets) socket.destroy();
    fake.close();
  }
}

test.each([
  ["LOADING Redis is loading the dataset in memory", "retry"],
  ["ERR max number of clients reached", "retry"],
  ["DENIED Redis is running in protected mode", "config"],
  ["NOAUTH Authentication required.", "config"],
  ["ERR something unheard of", "failed"],
])("a server that answers %s: %s", async (answer, kind) => {
  await useFake(answer, async (url) => {
    expect((await create(url)).error).toMatchObject({ kind, message: expect.stringContaining(answer) });
  });
});

test("a server that never answers holds a call no longer than its signal", async () => {
  await useFake(null, async (url, connected) => {
    const cancelled = new AbortController();
    const running = create(url, { signal: cancelled.signal });
    await connected;
    cancelled.abort(new Error("cancelled by test"));
    expect(await running).toMatchObject({ ok: false, error: { message: "cancelled by test" } });
  });
});

describe.runIf(hasRedisServer)("connections", () => {
  test("what is wrong is said precisely, and never with the password", async () => {
    const password = "wrong-password-1";
    const weak = uniqueName("weak");
    await server.run(["ACL", "SETUSER", weak, "on", ">weak-password", "+ping", "+select"]);
    const cases: [string, string, RegExp][] = [
      [server.url("default", password), "config", /WRONGPASS.*Check the name and password of "default"/],
      [server.url("nobody", password), "config", /WRONGPASS.*"nobody"/],
      [`redis://127.0.0.1:${server.port()}`, "config", /NOAUTH.*asks for a password/],
      [server.url(undefined, undefined, 99), "config", /DB index is out of range/],
      [server.url(weak, "weak-password"), "config", new RegExp(`NOPERM.*"${weak}" of server_url lacks the right`)],
      [`redis://u:${password}@no-such-host.invalid`, "failed", /no-such-host\.invalid:6379: the host name/],
      [`redis://u:${password}@127.0.0.1:1`, "failed", /127\.0\.0\.1:1: nothing accepts connections/],
    ];
    for (const [url, kind, message] of cases) {
      const result = await create(url);
      expect(result.error).toMatchObject({ kind, message: expect.stringMatching(message) });
      expect(`${result.error?.message}${JSON.stringify(result.logs)}`).not.toMatch(/wrong-password-1|weak-password/);
    }
  });

  test("a server without an ACL file is told about, once it matters", async () => {
    expect(await create(server.url())).toMatchObject({
      ok: true,
      logs: [{ level: "warn", message: expect.stringMatching(/forgets its users/) }, { level: "info" }],
    });
    expect((await create(server.url(), { save: false })).logs).toMatchObject([{ level: "info" }]);
  });

  test("TLS: the certificate given, another, a host it is not for", async () => {
    const over = (host: string) => `rediss://default:admin-password-1@${host}:${tlsPort}`;
    const created = await create(over("localhost"), { server_ca: certificate });
    expect(created).toMatchObject({ ok: true, outputs: { url: expect.stringMatching(/^rediss:/) } });
    for (const [host, ca] of [["localhost"], ["127.0.0.1", certificate]] as const) {
      const refused = await create(over(host), ca === undefined ? {} : { server_ca: ca });
      expect(refused.error).toMatchObject({ kind: "config", message: expect.stringMatching(/TLS failed/) });
    }
  });

  test("no connection is left, and a server that went away is unhealthy", async () => {
    const clients = String(await server.run(["CLIENT", "LIST"]))
      .trim()
      .split("\n");
    expect(clients).toHaveLength(1);
    const harness = new ProviderHarness(provider);
    const config = { server_url: server.url(), name: uniqueName("last"), password: "p" };
    await harness.create("acl-user", { config });
    await server.stop();
    expect(await harness.health("acl-user")).toMatchObject({
      ok: true,
      health: { status: "unhealthy", message: expect.stringMatching(/nothing accepts connections/) },
    });
    expect((await harness.update("acl-user", { config })).error).toMatchObject({ kind: "failed" });
  });
});

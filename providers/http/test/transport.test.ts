import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { type Reply, useApi } from "./support/api.ts";

const api = useApi();
const elsewhere = useApi();

/** Makes an object whose creation is answered as given. */
async function createAgainst(reply: Reply | (() => Reply), more: Record<string, unknown> = {}, signal?: AbortSignal) {
  api.intercept = () => (typeof reply === "function" ? reply() : reply);
  const config = {
    base_url: api.url,
    headers: { authorization: "Bearer top-secret-token" },
    create: { path: "/things", query: { key: "top-secret-query" }, body: { a: 1 } },
    deletion_policy: "retain" as const,
    ...more,
  };
  return await new ProviderHarness(provider).create("object", { config, ...(signal === undefined ? {} : { signal }) });
}

test.each([
  [400, "config", /POST http:\/\/127\.0\.0\.1:\d+\/things: answered 400: \{"error":"size is too small"\}/],
  [401, "config", /answered 401\. The server wants other credentials/],
  [404, "config", /answered 404/],
  [409, "config", /conflicts with what is there/],
  [304, "config", /answered 304/],
  [408, "failed", /answered 408/],
  [423, "failed", /answered 423/],
  [500, "failed", /answered 500/],
  [503, "failed", /answered 503/],
])("an answer of %i is %s", async (status, kind, message) => {
  const result = await createAgainst({ status, body: { error: "size is too small" } });
  expect(result.error).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(result.error?.message).not.toMatch(/top-secret/);
});

test.each([
  [429, undefined, 10],
  [429, "7", 7],
  [429, "0", 1],
  [429, "99999", 3600],
  [503, "3", 3],
  [429, "soon", 10],
])("%i with Retry-After %s is tried again after %i s", async (status, header, seconds) => {
  const result = await createAgainst({ status, headers: header === undefined ? {} : { "retry-after": header } });
  expect(result.error).toMatchObject({ kind: "retry", retryAfter: seconds });
});

test("Retry-After may be a date", async () => {
  const result = await createAgainst(() => ({
    status: 503,
    headers: { "retry-after": new Date(Date.now() + 90_000).toUTCString() },
  }));
  expect(result.error?.retryAfter).toBeGreaterThan(60);
  expect(result.error?.retryAfter).toBeLessThanOrEqual(90);
});

test("statuses that mean success can be listed", async () => {
  expect(await createAgainst({ status: 409 }, { create: { path: "/things", success: [409] } })).toMatchObject({
    ok: true,
  });
  expect(await createAgainst({ status: 200 }, { create: { path: "/things", success: [201] } })).toMatchObject({
    error: { kind: "config" },
  });
});

test("an error repeats no more than the beginning of an answer, on one line", async () => {
  const result = await createAgainst({ status: 400, body: `line\n\u0007line\u2028${"x".repeat(100_000)}` });
  expect(result.error?.message).toMatch(/: line line x+…$/);
  expect(result.error?.message.length).toBeLessThan(700);
});

test("an endless answer is not read to its end", async () => {
  const big = { body: JSON.stringify({ id: "1", filler: "x".repeat(3 * 1024 * 1024) }) };
  expect(await createAgainst(big)).toMatchObject({ ok: true });
  expect(await createAgainst(big, { id: "id" })).toMatchObject({
    error: { kind: "config", message: expect.stringMatching(/more than 1048576 bytes/) },
  });
});

test("redirects: followed on the same origin, POST as RFC 9110 says, never to another origin", async () => {
  const to = (location: string, status: number) => (): Reply =>
    api.seen.length === 1 ? { status, headers: { location } } : { status: 201, body: {} };
  expect(await createAgainst(to("/moved?x=1", 308))).toMatchObject({ ok: true });
  expect(api.seen[1]).toMatchObject({ method: "POST", path: "/moved", body: '{"a":1}', query: { x: "1" } });
  expect(api.seen[1]?.headers).toMatchObject({ authorization: "Bearer top-secret-token" });

  api.seen.length = 0;
  expect(await createAgainst(to("/moved", 303))).toMatchObject({ ok: true });
  expect(api.seen[1]).toMatchObject({ method: "GET", path: "/moved", body: "" });

  api.seen.length = 0;
  const refused = await createAgainst(to(`${elsewhere.url}/steal`, 307));
  expect(refused.error).toMatchObject({ kind: "config", message: expect.stringContaining(elsewhere.url) });
  expect(elsewhere.seen).toEqual([]);

  const loop = await createAgainst({ status: 307, headers: { location: "/things" } });
  expect(loop.error).toMatchObject({ kind: "config", message: expect.stringMatching(/more than 5 redirects/) });
  const odd = await createAgainst({ status: 307, headers: { location: "file:///etc/passwd" } });
  expect(odd.error).toMatchObject({ kind: "config", message: expect.stringMatching(/not an HTTP address/) });
});

test("what goes wrong on the way is said in plain words, and tried again", async () => {
  expect((await createAgainst({ cut: true })).error).toMatchObject({
    kind: "failed",
    message: expect.stringMatching(/the connection was cut/),
  });
  expect((await createAgainst({ hang: true }, { timeout: 0.2 })).error).toMatchObject({
    kind: "failed",
    message: expect.stringMatching(/no complete answer within 0\.2 s/),
  });
  expect((await createAgainst({}, { base_url: "http://no-such-host.invalid" })).error).toMatchObject({
    kind: "failed",
    message: expect.stringMatching(/host name is unknown|cannot be looked up/),
  });
  expect((await createAgainst({}, { base_url: "http://127.0.0.1:1" })).error).toMatchObject({
    kind: "failed",
    message: expect.stringMatching(/nothing accepts connections/),
  });
});

test("a cancelled call ends at once, with the reason", async () => {
  const cancelled = new AbortController();
  const result = createAgainst(
    () => {
      cancelled.abort(new Error("cancelled by test"));
      return { hang: true };
    },
    {},
    cancelled.signal,
  );
  expect(await result).toMatchObject({ ok: false, error: { message: "cancelled by test" } });
});

test("TLS: a certificate of one's own is taken when it is given", async () => {
  const { certificate, key } = await makeCertificate();
  const server = createServer({ cert: certificate, key }, (_request, response) => response.writeHead(201).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base_url = `https://localhost:${typeof address === "object" ? address?.port : ""}`;
  try {
    expect((await createAgainst({}, { base_url })).error).toMatchObject({
      kind: "config",
      message: expect.stringMatching(/TLS failed/),
    });
    expect(await createAgainst({}, { base_url, ca: certificate })).toMatchObject({ ok: true });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** A self-signed certificate for the host name localhost. */
async function makeCertificate(): Promise<{ certificate: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), "provider-http-tls-"));
  const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  try {
    await promisify(execFile)("openssl", [...request, ...names, "-keyout", keyFile, "-out", certificateFile]);
    return { certificate: await readFile(certificateFile, "utf8"), key: await readFile(keyFile, "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import pg from "pg";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useOwnServer } from "./support/server.ts";

const server = useOwnServer();

/** The same server by another URL. */
function urlWith(change: (url: URL) => void): string {
  const url = new URL(server.url());
  change(url);
  return url.href;
}

async function create(server_url: string, more: { server_ca?: string; signal?: AbortSignal } = {}) {
  const { signal, ...rest } = more;
  const config = { server_url, name: uniqueName("any"), login: false, ...rest };
  return await new ProviderHarness(provider).create("role", { config, ...(signal === undefined ? {} : { signal }) });
}

/** Connections of the provider that the server knows of. One that was closed takes a moment to be gone. */
async function connectionsLeft(): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const rows = await server.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'pragma'");
    if (rows.length === 0 || tries === 100) return rows.length;
    await sleep(50);
  }
}

test("two hundred calls at once share ten connections, and none is left", async () => {
  await server.sql("ALTER SYSTEM SET log_connections = off");
  const watcher = new pg.Client({ connectionString: server.url() });
  await watcher.connect();
  let most = 0;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const { rows } = await watcher.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'pragma'",
      );
      most = Math.max(most, rows[0]?.count ?? 0);
    }
  })();
  const results = await Promise.all(Array.from({ length: 200 }, () => create(server.url())));
  watching = false;
  await watch;
  await watcher.end();
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  // The server still counts a connection for a moment after it was closed here.
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(20);
  expect(await connectionsLeft()).toBe(0);
});

test("an aborted call ends at once, its statement ends on the server, and nothing of it stays", async () => {
  const blocker = new pg.Client({ connectionString: server.url() });
  await blocker.connect();
  const name = uniqueName("blocked");
  await blocker.query(`BEGIN; CREATE ROLE ${name}`);

  const cancelled = new AbortController();
  const config = { server_url: server.url(), name, login: false };
  const running = new ProviderHarness(provider).create("role", { config, signal: cancelled.signal });
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'pragma' AND wait_event_type = 'Lock'";
  while ((await server.sql(waiting)).length === 0) await sleep(20);
  cancelled.abort(new Error("cancelled by test"));
  expect(await running).toMatchObject({ ok: false, error: { message: "cancelled by test" } });
  expect(await connectionsLeft()).toBe(0);

  await blocker.query("ROLLBACK");
  await blocker.end();
  expect(await server.sql("SELECT 1 FROM pg_roles WHERE rolname = $1", [name])).toEqual([]);
});

test("a server that never answers holds a call no longer than its signal", async () => {
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const cancelled = new AbortController();
  const running = create(`postgres://u:p@127.0.0.1:${port}/db?connect_timeout=3600`, { signal: cancelled.signal });
  silent.once("connection", () => cancelled.abort(new Error("cancelled by test")));
  expect(await running).toMatchObject({ ok: false, error: { message: "cancelled by test" } });

  const late = await create(`postgres://u:p@127.0.0.1:${port}/db?connect_timeout=1`);
  expect(late).toMatchObject({
    ok: false,
    error: { kind: "failed", message: expect.stringMatching(/no answer to the connection attempt/) },
  });
  silent.close();
});

test("what is wrong is said precisely, and never with the password", async () => {
  const password = "wrong-password-1";
  const wrongPassword = urlWith((url) => {
    url.password = password;
  });
  const cases: [string, string, RegExp][] = [
    [wrongPassword, "config", /password authentication failed for user "postgres".*Check the password/],
    [urlWith((url) => (url.password = "")), "config", /asks for a password, but server_url has none/],
    [urlWith((url) => (url.username = "nobody")), "config", /password authentication failed for user "nobody"/],
    [urlWith((url) => (url.pathname = "/no_such_db")), "config", /database "no_such_db" does not exist/],
    [urlWith((url) => url.searchParams.set("sslmode", "require")), "config", /does not offer TLS/],
    [`postgres://u:${password}@no-such-host.invalid/db`, "failed", /no-such-host\.invalid:5432.*host name is unknown/],
    [`postgres://u:${password}@127.0.0.1:1/db`, "failed", /127\.0\.0\.1:1.*nothing accepts connections/],
  ];
  const secrets = [password, new URL(server.url()).password];
  for (const [url, kind, message] of cases) {
    const result = await create(url);
    expect(result.error).toMatchObject({ kind, message: expect.stringMatching(message) });
    for (const secret of secrets)
      expect(`${result.error?.message}${JSON.stringify(result.logs)}`).not.toContain(secret);
  }
});

test("a user without the right is told so", async () => {
  const name = uniqueName("weak");
  await server.sql(`CREATE ROLE ${name} LOGIN PASSWORD 'weak-password'`);
  const url = urlWith((target) => {
    target.username = name;
    target.password = "weak-password";
  });
  expect(await create(url)).toMatchObject({
    ok: false,
    error: {
      kind: "config",
      message: expect.stringMatching(`permission denied.*The user "${name}" of server_url lacks`),
    },
  });
});

test("a server with no connection free is tried again later", async () => {
  const name = uniqueName("limited");
  await server.sql(`CREATE ROLE ${name} LOGIN SUPERUSER PASSWORD 'limited-password'`);
  await server.sql("CREATE DATABASE one_at_a_time CONNECTION LIMIT 0");
  await server.sql(`ALTER ROLE ${name} NOSUPERUSER`);
  const url = urlWith((target) => {
    target.username = name;
    target.password = "limited-password";
    target.pathname = "/one_at_a_time";
  });
  expect((await create(url)).error).toMatchObject({ kind: "retry", retryAfter: 5 });
});

test("sslmode=prefer reaches a server without TLS", async () => {
  expect(await create(urlWith((url) => url.searchParams.set("sslmode", "prefer")))).toMatchObject({ ok: true });
});

test("TLS: every mode, a certificate given, another certificate, a host it is not for", async () => {
  const { certificate, key } = await makeCertificate();
  const other = await makeCertificate();
  const writeFile = (name: string, content: string) =>
    server.sql(`COPY (SELECT 1) TO PROGRAM $$cat > /dev/null; umask 077; printf '%s' '${content}' > ${name}$$`);
  await writeFile("server.crt", certificate);
  await writeFile("server.key", key);
  await server.sql("ALTER SYSTEM SET ssl = on");
  await server.sql("SELECT pg_reload_conf()");
  while ((await server.sql<{ ssl: string }>("SHOW ssl"))[0]?.ssl !== "on") await sleep(20);

  const over = (sslmode: string | null, server_ca?: string, host = "localhost") =>
    create(
      urlWith((url) => {
        url.hostname = host;
        if (sslmode !== null) url.searchParams.set("sslmode", sslmode);
      }),
      server_ca === undefined ? {} : { server_ca },
    );
  for (const sslmode of ["disable", "prefer", "require", "no-verify"]) {
    expect(await over(sslmode), sslmode).toMatchObject({ ok: true });
  }
  for (const sslmode of [null, "require", "verify-ca", "verify-full"]) {
    expect(await over(sslmode, certificate), `${sslmode} with the certificate`).toMatchObject({ ok: true });
    const refused = await over(sslmode, other.certificate);
    expect(refused.error, `${sslmode} with another certificate`).toMatchObject({
      kind: "config",
      message: expect.stringMatching(/TLS failed/),
    });
  }
  expect(await over("verify-ca", certificate, "127.0.0.1")).toMatchObject({ ok: true });
  expect((await over("verify-full", certificate, "127.0.0.1")).error).toMatchObject({
    kind: "config",
    message: expect.stringMatching(/TLS failed.*altnames/),
  });
  expect((await over("verify-full")).error).toMatchObject({ kind: "config" });

  const database = await new ProviderHarness(provider).create("database", {
    config: { server_url: urlWith((url) => url.searchParams.set("sslmode", "require")), name: uniqueName("tls") },
  });
  expect(database.outputs?.url).toMatch(/\?sslmode=require$/);
  expect(await connectionsLeft()).toBe(0);
});

test("a server that went away is unhealthy, and a change is tried again", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("last"), login: false };
  await harness.create("role", { config });
  await server.stop();
  expect(await harness.health("role")).toMatchObject({
    ok: true,
    health: { status: "unhealthy", message: expect.stringMatching(/nothing accepts connections/) },
  });
  expect((await harness.update("role", { config })).error).toMatchObject({ kind: "failed" });
});

/** A self-signed certificate for the host name localhost. */
async function makeCertificate(): Promise<{ certificate: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), "provider-postgres-tls-"));
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

import { execFileSync } from "node:child_process";
import { chmod, chown, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresServer, startPostgresServer, withClient } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPool, Listener, refusedCertificate } from "../src/index.ts";

let server: PostgresServer;
let folder: string;

const openssl = (...parameters: string[]) => execFileSync("openssl", parameters, { cwd: folder, stdio: "ignore" });

/** An authority of its own, in `{name}.pem`. */
function makeAuthority(name: string): void {
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.pem`,
    "-subj",
    `/CN=${name}`,
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pragma-test-certificates-"));
  makeAuthority("mine");
  makeAuthority("theirs");
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "server.key",
    "-out",
    "server.csr",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
  );
  openssl(
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "mine.pem",
    "-CAkey",
    "mine.key",
    "-copy_extensions",
    "copy",
    "-out",
    "server.pem",
  );
  server = await startPostgresServer({ empty: true });
  const { uid, gid } = await stat(server.dataDir);
  await chmod(folder, 0o711);
  await chown(join(folder, "server.key"), uid, gid);
  await chmod(join(folder, "server.key"), 0o600);
  await withClient(server.url, async (client) => {
    await client.query(`ALTER SYSTEM SET ssl_cert_file = '${join(folder, "server.pem")}'`);
    await client.query(`ALTER SYSTEM SET ssl_key_file = '${join(folder, "server.key")}'`);
    await client.query("ALTER SYSTEM SET ssl = on");
    await client.query("SELECT pg_reload_conf()");
  });
});
afterAll(async () => {
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

function urlFor(host: string, authority: string): string {
  const url = new URL(server.url);
  url.hostname = host;
  url.searchParams.set("sslmode", "verify-full");
  url.searchParams.set("sslrootcert", join(folder, `${authority}.pem`));
  return url.href;
}

async function isEncrypted(url: string): Promise<boolean> {
  const pool = createPool({ url, name: "certificates-test", max: 1 });
  try {
    const { rows } = await pool.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    return rows[0].ssl;
  } finally {
    await pool.end();
  }
}

it("connects by a certificate of the authority in the file, to the host that it names", async () => {
  expect(await isEncrypted(urlFor("localhost", "mine"))).toBe(true);
});

it.each([
  ["an authority that is not ours", "localhost", "theirs"],
  ["a host that it does not name", "127.0.0.1", "mine"],
])("refuses a certificate of %s, and says what to do", async (_, host, authority) => {
  const error = await isEncrypted(urlFor(host, authority)).catch((reason: unknown) => reason);
  expect(refusedCertificate(error)?.message).toMatch(
    /^DATABASE_URL: the certificate of the database is refused: .*sslrootcert/,
  );
});

it("is required by a listener, too", async () => {
  const { promise, resolve } = Promise.withResolvers<Error>();
  const listener = new Listener({ url: urlFor("localhost", "theirs"), name: "certificates-test", onError: resolve });
  listener.open();
  expect(refusedCertificate(await promise)).not.toBeNull();
  await listener.close();
});

it("is of nothing else", () => {
  expect(refusedCertificate(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBeNull();
});

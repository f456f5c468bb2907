import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "../src/embedded/index.ts";

let folder: string;
const running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pragma-embedded-"));
  await chmod(folder, 0o711);
});

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(name: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const dataDir = join(folder, name, "data");
  const server = await startEmbeddedPostgres({ dataDir, port: 0, password: "first-password", ...options });
  running.push(server);
  return server;
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe("startEmbeddedPostgres", () => {
  it("is durable, on loopback only, without a unix socket, and asks for the password", async () => {
    const server = await start("settings");
    const rows = await query<{ name: string; setting: string }>(server.url, "select name, setting from pg_settings");
    const settings = Object.fromEntries(rows.map((row) => [row.name, row.setting]));
    expect(settings).toMatchObject({
      fsync: "on",
      synchronous_commit: "on",
      full_page_writes: "on",
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      password_encryption: "scram-sha-256",
      max_connections: "200",
    });
    const rules = await query<{ auth_method: string }>(
      server.url,
      "select distinct auth_method from pg_hba_file_rules",
    );
    expect(rules).toEqual([{ auth_method: "scram-sha-256" }]);
    const wrong = server.url.replace("first-password", "other");
    await expect(query(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect((await stat(server.dataDir)).mode & 0o777).toBe(0o700);
  });

  it.runIf(process.platform === "linux")("gives the server nothing of our environment", async () => {
    process.env["PRAGMA_TEST_SECRET"] = "do-not-leak";
    onTestFinished(() => {
      delete process.env["PRAGMA_TEST_SECRET"];
    });
    const server = await start("environment");
    const environment = await readFile(`/proc/${server.pid}/environ`, "utf8");
    expect(environment).not.toContain("do-not-leak");
    expect(environment).toContain("LC_ALL=C");
  });

  it("keeps committed rows over kill -9 of the server, and starts again", async () => {
    const first = await start("killed");
    await query(first.url, "create table kept (n int)");
    await query(first.url, "insert into kept values (1), (2)");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start("killed");
    expect(await query(second.url, "select n from kept order by n")).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("takes the folder over from a server whose parent was killed", async () => {
    const abandoned = await start("abandoned");
    const next = await start("abandoned");
    await abandoned.exited;
    expect(await query(next.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts beside a pid file that names a foreign process, and leaves that one alone", async () => {
    const first = await start("reused-pid");
    await first.stop();
    await writeFile(join(first.dataDir, "postmaster.pid"), `${process.pid}\n${first.dataDir}\n`);
    const second = await start("reused-pid");
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("says in one line that the port is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as { port: number };
    await expect(start("port", { port })).rejects.toThrow(
      `Port ${port} is taken, so the embedded PostgreSQL cannot listen on it.`,
    );
    blocker.close();
  });

  it("says in one line that the password is wrong for the folder", async () => {
    const first = await start("password");
    await first.stop();
    await expect(start("password", { password: "second-password" })).rejects.toThrow(/refuses its password/);
  });

  it.runIf(process.getuid?.() === 0)("puts data elsewhere when the account may not reach the folder", async () => {
    const closed = await mkdtemp(join(folder, "closed-"));
    await chmod(closed, 0o700);
    const notes: string[] = [];
    const server = await startEmbeddedPostgres({
      dataDir: join(closed, "data"),
      port: 0,
      password: "first-password",
      onNote: (line) => notes.push(line),
    });
    running.push(server);
    expect(notes).toEqual([expect.stringMatching(/is closed to the account pragma-postgres.*\/var\/lib\/pragma\//)]);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
    await rm(join(server.dataDir, ".."), { recursive: true, force: true });
  });
});

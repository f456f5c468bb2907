import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@pragma/db/embedded";
import { withClient } from "./admin.ts";

const run = promisify(execFile);

/** Debian has each version in a folder of its own. */
const VERSIONS = "/usr/lib/postgresql";
const NEEDED = ["initdb", "postgres", "pg_basebackup", "pg_verifybackup", "pg_dump", "pg_restore", "createdb", "psql"];

/** The folder with the programs of the newest PostgreSQL that is installed; the embedded one comes without those for backups. */
const programs = findPrograms();

/** Whether PostgreSQL is installed, with all of its programs; tests that need them are skipped where it is not. */
export const hasInstalledPostgres = programs !== undefined;

function findPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number) : [];
  const folders = versions.toSorted((a, b) => b - a).map((version) => join(VERSIONS, String(version), "bin"));
  return folders.find((folder) => NEEDED.every((name) => existsSync(join(folder, name))));
}

/** PostgreSQL refuses to be root; any other account will do. */
const ACCOUNT = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A folder in which installed servers have their data, and commands leave files. */
export interface PostgresFolder {
  readonly path: string;
  /** Runs a script of bash there, with the installed programs first on its path. @returns what it printed */
  bash(script: string, env: Readonly<Record<string, string>>): Promise<string>;
  /** Serves one of its folders, or a new cluster if that is not there. Everybody on this machine may log in, as any role. */
  serve(name: string): Promise<InstalledServer>;
  /** Ends all its servers and removes it. */
  remove(): Promise<void>;
}

export interface InstalledServer {
  readonly port: number;
  /** The URL of a role and database. */
  url(role: string, database: string): string;
}

export async function createPostgresFolder(): Promise<PostgresFolder> {
  if (programs === undefined) throw new Error("PostgreSQL is not installed");
  const bin = programs;
  const path = await mkdtemp(join(tmpdir(), "pragma-test-installed-"));
  if (ACCOUNT.uid !== undefined) await chown(path, ACCOUNT.uid, ACCOUNT.gid);
  const servers: ChildProcess[] = [];
  const options = { cwd: path, ...ACCOUNT };
  const env = { PATH: `${bin}:/usr/bin:/bin`, LC_ALL: "C", HOME: path };
  return {
    path,
    async bash(script, more) {
      const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], {
        ...options,
        env: { ...env, ...more },
      });
      return stdout;
    },
    async serve(name) {
      const data = join(path, name);
      if (!existsSync(data)) {
        await run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], {
          ...options,
          env,
        });
      }
      const port = await freePort();
      const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", `port=${port}`];
      const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((one) => ["-c", one])], {
        ...options,
        env,
        stdio: "ignore",
      });
      servers.push(server);
      const url = (role: string, database: string): string => `postgresql://${role}@127.0.0.1:${port}/${database}`;
      await untilUp(server, url("postgres", "postgres"));
      return { port, url };
    },
    async remove() {
      await Promise.all(servers.map(end));
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function untilUp(server: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
    const isUp = await withClient(url, async (client) => (await client.query("SELECT 1")).rowCount).catch(() => 0);
    if (isUp) return;
    await sleep(50);
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  // A fast shutdown, which ends sessions.
  server.kill("SIGINT");
  await exited;
}

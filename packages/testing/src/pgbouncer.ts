import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@pragma/db/embedded";
import { programsOnPath } from "./programs.ts";

/** Debian keeps it where only root looks. */
const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin`;

const [program] = programsOnPath("pgbouncer", PATH);

/** Whether PgBouncer is installed; where it is missing its tests are skipped, and the test run says so. */
export const hasPgBouncer = program !== undefined;

export interface PgBouncer {
  /** The database's connection URL, by way of the pooler. */
  readonly url: string;
  /** Ends it, and all connections through it. */
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  readonly mode: "session" | "transaction" | "statement";
  /** How many prepared statements of a client it keeps; 0 passes their names on as they are. 500 by default. */
  readonly preparedStatements?: number;
  /** Sessions of the server; 20 by default. */
  readonly sessions?: number;
}

/** PgBouncer refuses to be root; any other account will do. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Starts PgBouncer, with its defaults for all that the options do not say, before a database. */
export async function startPgBouncer(databaseUrl: string, options: PgBouncerOptions): Promise<PgBouncer> {
  if (program === undefined) throw new Error("pgbouncer is not installed");
  const { mode, preparedStatements = 500, sessions = 20 } = options;
  const server = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), "pragma-test-pgbouncer-"));
  await chmod(folder, 0o711);
  const file = join(folder, "pgbouncer.ini");
  const port = await freePort();
  const place = `host=${server.hostname} port=${server.port} user=${server.username} password=${server.password}`;
  const lines = [
    "[databases]",
    `* = ${place}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    // Every client is the account above.
    "auth_type = any",
    `pool_mode = ${mode}`,
    `default_pool_size = ${sessions}`,
    `max_prepared_statements = ${preparedStatements}`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o644 });
  const child: ChildProcess = spawn(program, [file], { stdio: ["ignore", "ignore", "pipe"], ...NOBODY });
  await untilUp(child);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    async stop() {
      if (child.exitCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGQUIT");
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilUp(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`pgbouncer ended:\n${said.join("\n")}`)));
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      said.push(line);
      if (line.includes("process up")) resolve();
    });
  });
}

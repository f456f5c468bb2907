import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Account, resolveAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { EmbeddedPostgresError, PortTakenError } from "./errors.ts";
import { initialiseCluster, SERVER_ENVIRONMENT } from "./initialise.ts";
import { clearLeftovers, readPidFile } from "./leftover.ts";
import { placeBinaries, placeData } from "./location.ts";
import { lastFatal, readFrom } from "./log.ts";
import { freePort } from "./port.ts";
import { verifyLogin } from "./probe.ts";
import { type ServerTuning, serverSettings } from "./settings.ts";

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; created on first use. For root it may end up elsewhere, which `onNote` reports. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  readonly password: string;
  /** The superuser's name. Default `postgres`. */
  readonly user?: string;
  /** Database in the returned URL. Default `postgres`. */
  readonly database?: string;
  /** The server's output is appended here. Default: `<dataDir>.log`. */
  readonly logFile?: string;
  /** System account used when started by root. Default `pragma-postgres`. */
  readonly account?: string;
  readonly tuning?: Partial<ServerTuning>;
  /** Called with one line if something about the start is worth reporting. */
  readonly onNote?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Connection URL of the superuser, with the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** Settles when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, a checkpoint is written. Safe to call twice. */
  stop(): Promise<void>;
}

const DEFAULT_TUNING: ServerTuning = { durable: true, maxConnections: 200, sharedBuffers: "256MB" };

/** Crash recovery of a large log takes minutes, and killing it would only make it start over. */
const START_LIMIT_MS = 300_000;

/**
 * Starts a real PostgreSQL server on 127.0.0.1 and resolves when it accepts connections with the given password.
 *
 * Copes with a killed server, a killed starter, and an interrupted first start. The caller ensures that there is only
 * one starter per data folder at a time.
 *
 * @throws EmbeddedPostgresError with one line for the operator: port taken, no account, wrong password, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = await resolveAccount(options.account ?? "pragma-postgres");
  const user = options.user ?? "postgres";
  const { dataDir, note } = await placeData(resolve(options.dataDir), options.password, account);
  if (note) options.onNote?.(note);
  const binaries = await placeBinaries(await findBinaries(), account);
  await initialiseCluster({ dataDir, user, password: options.password, account, binaries });
  await clearLeftovers(dataDir);

  const logFile = options.logFile ?? `${resolve(options.dataDir)}.log`;
  await rotate(logFile);
  const port = options.port === 0 ? await freePort() : options.port;
  const logStart = await size(logFile);
  const server = launch({
    command: join(binaries.root, "bin", "postgres"),
    settings: serverSettings(port, { ...DEFAULT_TUNING, ...options.tuning }),
    dataDir,
    account,
    logFile,
  });
  await ready(server, dataDir, async () => startFailure(await readFrom(logFile, logStart), port, logFile));

  const url = new URL(`postgresql://127.0.0.1:${port}/${options.database ?? "postgres"}`);
  url.username = user;
  url.password = options.password;
  const stop = stopper(server);
  try {
    await verifyLogin(url.href, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url.href, port, pid: server.pid ?? 0, dataDir, exited: ended(server), stop };
}

/** A password of 256 bits that needs no escaping in a URL. */
export function randomPassword(): string {
  return randomBytes(32).toString("base64url");
}

function launch(options: {
  command: string;
  settings: string[];
  dataDir: string;
  account: Account | null;
  logFile: string;
}): ChildProcess {
  const log = openSync(options.logFile, "a", 0o600);
  try {
    return spawn(options.command, ["-D", options.dataDir, ...options.settings.flatMap((setting) => ["-c", setting])], {
      cwd: options.dataDir,
      env: SERVER_ENVIRONMENT,
      // A file, not a pipe: the server outlives a killed starter, and must not then die of a broken pipe.
      stdio: ["ignore", log, log],
      // Its own process group: Ctrl-C in the terminal reaches the whole group, and the database has to stop last.
      detached: true,
      ...(options.account ? { uid: options.account.uid, gid: options.account.gid } : {}),
    });
  } finally {
    closeSync(log);
  }
}

/** Waits for the word `ready` in the server's pid file, or throws the error that `explain` derives from its log. */
async function ready(server: ChildProcess, dataDir: string, explain: () => Promise<Error>): Promise<void> {
  let spawnError: Error | null = null;
  server.once("error", (error) => {
    spawnError = error;
  });
  for (let waited = 0; waited < START_LIMIT_MS; waited += 20) {
    if (spawnError) throw new EmbeddedPostgresError(`PostgreSQL could not be run: ${String(spawnError)}`);
    if (server.exitCode !== null || server.signalCode !== null) throw await explain();
    const file = await readPidFile(dataDir);
    if (file?.pid === server.pid && file?.ready) return;
    await sleep(20);
  }
  server.kill("SIGQUIT");
  throw await explain();
}

/** Explains in one line why the server did not start, based on its log. */
export function startFailure(log: string, port: number, logFile: string): EmbeddedPostgresError {
  if (/could not bind .*Address already in use|could not create any TCP\/IP sockets/s.test(log)) {
    return new PortTakenError(port);
  }
  if (log.includes("database files are incompatible with server")) {
    return new EmbeddedPostgresError(
      `The data folder was made by another PostgreSQL version: dump it with that one (see ${logFile}).`,
    );
  }
  return new EmbeddedPostgresError(`PostgreSQL did not start: ${lastFatal(log)} (see ${logFile})`);
}

function stopper(server: ChildProcess): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = ended(server);
    server.kill("SIGINT");
    // A backend stuck in the kernel can hold up a fast shutdown; recovery at the next start loses no commit.
    const impatient = setTimeout(() => server.kill("SIGQUIT"), 60_000);
    await gone;
    clearTimeout(impatient);
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
}

/** Keeps one old log: enough to investigate a crash, and bounded. */
async function rotate(logFile: string): Promise<void> {
  await mkdir(dirname(logFile), { recursive: true });
  if ((await size(logFile)) > 10 * 1024 * 1024) await rename(logFile, `${logFile}.1`);
}

async function size(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

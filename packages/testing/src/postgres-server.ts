import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import { withClient } from "./admin.ts";
import { copyForStandby } from "./base-copy.ts";
import { pauseTree, resumeTree } from "./process-tree.ts";
import { DATA_FOLDER, temporaryFolder } from "./temporary-folder.ts";

export interface PostgresServer {
  /** The superuser's connection URL, database `postgres`; unchanged after restarts. */
  readonly url: string;
  /** Where it keeps its data. */
  readonly dataDir: string;
  /** `kill -9` on the server. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again after `kill` or `stop`: same data, same port. */
  start(): Promise<void>;
  /** Stops all of its processes, as if its machine hung: connections stay open, new ones are accepted, nobody answers. Linux only. */
  pause(): Promise<void>;
  /** They go on where they were. Nothing happens if they run. */
  resume(): void;
  /** Orderly shutdown, of a paused one, too. */
  stop(): Promise<void>;
  /** Stops it and deletes its data. Call it in `afterAll`. */
  remove(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Leaves the database empty. */
  readonly empty?: boolean;
}

/**
 * A separate server, durable as in production, for tests that kill it or need a second one. Takes about a second;
 * everything else should clone the template with `createTestDatabase`.
 */
export async function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const server = await serve(await temporaryFolder(), randomPassword());
  if (!options.empty) await migrate(server.url);
  return server;
}

/** A server that follows another and only reads. */
export interface StandbyServer extends PostgresServer {
  /** From now on it receives what is committed there, but does not show it. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Resolves once it shows all that has been committed there by now. */
  caughtUp(): Promise<void>;
  /** Makes it a server of its own that writes, as in a fail-over. */
  promote(): Promise<void>;
}

/** Starts a streaming standby of a server, with the same login. Takes about a second. */
export async function startStandby(primary: PostgresServer): Promise<StandbyServer> {
  const folder = await temporaryFolder();
  await copyForStandby(primary, join(folder, DATA_FOLDER));
  const server = await serve(folder, new URL(primary.url).password);
  const run = (sql: string) => withClient(server.url, async (client) => void (await client.query(sql)));
  return {
    ...server,
    async pauseReplay() {
      await run("SELECT pg_wal_replay_pause()");
      while ((await ask<string>(server.url, "pg_get_wal_replay_pause_state()")) !== "paused") await sleep(5);
    },
    resumeReplay: () => run("SELECT pg_wal_replay_resume()"),
    promote: () => run("SELECT pg_promote()"),
    async caughtUp() {
      const written = await ask<string>(primary.url, "pg_current_wal_flush_lsn()::text");
      while (!(await ask<boolean>(server.url, `pg_last_wal_replay_lsn() >= '${written}'::pg_lsn`))) await sleep(5);
    },
  };
}

function ask<Value>(url: string, expression: string): Promise<Value> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ value: Value }>(`SELECT ${expression} AS value`);
    return (rows[0] as { value: Value }).value;
  });
}

/** Serves what the folder has, or a new cluster. */
async function serve(folder: string, password: string): Promise<PostgresServer> {
  // Found free just before the first start: initialising takes seconds, in which others might take it. Kept afterwards.
  let port = 0;
  const launch = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: join(folder, DATA_FOLDER),
      port,
      password,
      tuning: { durable: true, maxConnections: 100, sharedBuffers: "64MB" },
    });
  let server = await launch();
  port = server.port;
  let isPaused = false;
  const resume = (): void => {
    if (isPaused) resumeTree(server.pid);
    isPaused = false;
  };
  const stop = (): Promise<void> => {
    // A process that is paused does not hear that it is to end.
    resume();
    return server.stop();
  };
  return {
    url: server.url,
    dataDir: server.dataDir,
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    async start() {
      server = await launch();
    },
    pause() {
      isPaused = true;
      return pauseTree(server.pid);
    },
    ...{ resume, stop },
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

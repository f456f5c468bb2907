import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type EmbeddedPostgres, freePort, randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
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
  /** Orderly shutdown. */
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
  const folder = await temporaryFolder();
  const port = await freePort();
  const password = randomPassword();
  const launch = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: join(folder, DATA_FOLDER),
      port,
      password,
      tuning: { durable: true, maxConnections: 100, sharedBuffers: "64MB" },
    });
  let server = await launch();
  if (!options.empty) await migrate(server.url);
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
    stop: () => server.stop(),
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

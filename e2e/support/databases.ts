import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Shutdown } from "@pragma/bootstrap/shutdown";
import { userDatabaseUrl } from "@pragma/bootstrap/user-database";
import { randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import { DATA_FOLDER, sweepDeadFolders, temporaryFolder } from "@pragma/testing/temporary-folder";
import { LOGS } from "./paths.ts";

/** The platform's database, migrated, and a separate server for users' databases, both discarded after the run. */
export async function startDatabases(shutdown: Shutdown): Promise<{ databaseUrl: string; userDatabaseUrl: string }> {
  await sweepDeadFolders();
  const databaseUrl = await startServer(shutdown, "postgres", "pragma-postgres");
  await migrate(databaseUrl);
  const users = await startServer(shutdown, "user-postgres", "pragma-postgres-user");
  return { databaseUrl, userDatabaseUrl: await userDatabaseUrl(users, randomPassword()) };
}

/** @returns the superuser's URL */
async function startServer(shutdown: Shutdown, name: string, account: string): Promise<string> {
  const folder = await temporaryFolder({ inMemory: true });
  shutdown.add(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, DATA_FOLDER),
    port: 0,
    password: randomPassword(),
    account,
    logFile: join(LOGS, `${name}.log`),
    // Nothing in it has to survive a crash of the machine.
    tuning: { durable: false, maxConnections: 150, sharedBuffers: "128MB" },
  });
  shutdown.add(() => server.stop());
  return server.url;
}

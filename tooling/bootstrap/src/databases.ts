import { join } from "node:path";
import { randomPassword } from "@pragma/db/embedded";
import { migrate, requireOneDatabase } from "@pragma/db/migrate";
import { ROOT } from "../lib/root.mjs";
import { step } from "../lib/steps.mjs";
import type { Configuration } from "./configuration.ts";
import { type SupervisedServer, superviseEmbedded } from "./embedded.ts";
import { checkDatabase } from "./outside-database.ts";
import { writePrivateFile } from "./private-file.ts";
import type { Shutdown } from "./shutdown.ts";
import type { StateFolder } from "./state-folder.ts";
import { userDatabaseUrl } from "./user-database.ts";

/** Beside the example's manifest, which takes it in as `@server-url`; without a final newline, as it is taken whole. */
const SERVER_URL_FILE = join(ROOT, "examples", "server-url");

export interface Databases {
  /** The platform's own. */
  readonly url: string;
  /** File with the URL of the users' server; null when that is turned off. */
  readonly userDatabaseFile: string | null;
}

/** Starts, or reaches, the databases and brings the platform's up to date. */
export async function openDatabases(
  configuration: Configuration,
  state: StateFolder,
  shutdown: Shutdown,
  report: (line: string) => void,
): Promise<Databases> {
  const url = configuration.databaseUrl ?? (await ownServer(configuration, state, shutdown, report)).url;
  if (configuration.databaseUrl !== null) {
    await step("Reach the database", () => checkDatabase("DATABASE_URL", url));
  }
  const { directDatabaseUrl } = configuration;
  if (directDatabaseUrl !== null) {
    await step("Reach it past the pooler", async () => {
      await checkDatabase("PRAGMA_DIRECT_DATABASE_URL", directDatabaseUrl);
      await requireOneDatabase(url, directDatabaseUrl);
    });
  }
  await step("Migrate", async (note) => {
    const applied = await migrate(directDatabaseUrl ?? url, {
      onWaiting: report,
      onWarning: (message) => console.warn(message),
      signal: shutdown.signal,
    });
    note(applied.length === 0 ? "up to date" : `${applied.length} applied`);
  });
  const userDatabaseFile = configuration.userDatabase ? await userServer(configuration, state, shutdown, report) : null;
  return { url, userDatabaseFile };
}

async function ownServer(
  configuration: Configuration,
  state: StateFolder,
  shutdown: Shutdown,
  report: (line: string) => void,
): Promise<SupervisedServer> {
  const server = await step("Start PostgreSQL", async () =>
    superviseEmbedded(
      "PostgreSQL",
      {
        dataDir: state.file("database"),
        logFile: state.file("database.log"),
        port: configuration.databasePort,
        password: await state.secret("database-password", randomPassword),
        onNote: report,
      },
      { portVariable: "PRAGMA_DATABASE_PORT", report },
    ),
  );
  shutdown.add(server.stop);
  return server;
}

/** A server of its own: own folder, port, account and passwords, since providers get its credentials. */
async function userServer(
  configuration: Configuration,
  state: StateFolder,
  shutdown: Shutdown,
  report: (line: string) => void,
): Promise<string> {
  await step("Start PostgreSQL for your databases", async () => {
    const server = await superviseEmbedded(
      "PostgreSQL for your databases",
      {
        dataDir: state.file("user-database"),
        logFile: state.file("user-database.log"),
        port: configuration.userDatabasePort,
        password: await state.secret("user-database-superuser-password", randomPassword),
        account: "pragma-postgres-user",
        tuning: { sharedBuffers: "64MB", maxConnections: 100 },
        onNote: report,
      },
      { portVariable: "PRAGMA_USER_DATABASE_PORT", report },
    );
    shutdown.add(server.stop);
    const password = await state.secret("user-database-password", randomPassword);
    await writePrivateFile(SERVER_URL_FILE, await userDatabaseUrl(server.url, password));
  });
  return SERVER_URL_FILE;
}

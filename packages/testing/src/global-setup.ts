import { rm } from "node:fs/promises";
import { join } from "node:path";
import { randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import type { TestProject } from "vitest/node";
import { withClient } from "./admin.ts";
import { SHARED_DATABASE_PREFIX, TEMPLATE_DATABASE, TEST_DATABASE_PREFIX, TEST_SERVER_URL } from "./provided.ts";
import { DATA_FOLDER, sweepDeadFolders, temporaryFolder } from "./temporary-folder.ts";
import { withDatabase } from "./url.ts";

/** An existing server to use, as superuser; its `max_connections` must be 300. Its data and other databases stay. */
const OUTSIDE_SERVER = process.env["PRAGMA_TEST_SERVER_URL"];

/** Starts the run's one PostgreSQL server with the migrated template in it. The returned function stops it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadFolders();
  const server = OUTSIDE_SERVER ? await useServer(OUTSIDE_SERVER) : await startServer();
  await withClient(server.url, (client) => client.query(`create database ${TEMPLATE_DATABASE}`));
  await migrate(withDatabase(server.url, TEMPLATE_DATABASE));
  // A template can be cloned only while nobody is connected to it, so connections are forbidden.
  await withClient(server.url, (client) =>
    client.query(`alter database ${TEMPLATE_DATABASE} with is_template true allow_connections false`),
  );
  project.provide(TEST_SERVER_URL, server.url);

  const before = await databases(server.url, TEST_DATABASE_PREFIX);

  return async () => {
    const kept = (await databases(server.url, TEST_DATABASE_PREFIX)).filter((name) => !before.includes(name));
    await dropShared(server.url);
    await server.end();
    if (kept.length > 0) throw new Error(`Test databases that were never dropped: ${kept.join(", ")}`);
  };
}

function databases(url: string, prefix: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [prefix],
    );
    return rows.map((row) => row.datname);
  });
}

/** Programs that end with their worker may still be connected. */
async function dropShared(url: string): Promise<void> {
  const names = await databases(url, SHARED_DATABASE_PREFIX);
  await withClient(url, async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
  });
}

interface Server {
  readonly url: string;
  end(): Promise<void>;
}

async function startServer(): Promise<Server> {
  const folder = await temporaryFolder({ inMemory: true });
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, DATA_FOLDER),
    port: 0,
    password: randomPassword(),
    // Discarded after the run: nothing in it has to survive a crash, and fsync would take most of the time.
    tuning: { durable: false, maxConnections: 300, sharedBuffers: "128MB" },
  });
  return {
    url: server.url,
    async end() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function useServer(url: string): Promise<Server> {
  // A killed run left its own.
  await dropTemplate(url);
  return { url, end: () => dropTemplate(url) };
}

async function dropTemplate(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("update pg_database set datistemplate = false where datname = $1", [TEMPLATE_DATABASE]);
    await client.query(`drop database if exists ${TEMPLATE_DATABASE}`);
  });
}

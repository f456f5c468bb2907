import { rm } from "node:fs/promises";
import { join } from "node:path";
import { randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import type { TestProject } from "vitest/node";
import { withClient } from "./admin.ts";
import { TEMPLATE_DATABASE, TEST_DATABASE_PREFIX, TEST_SERVER_URL } from "./provided.ts";
import { DATA_FOLDER, sweepDeadFolders, temporaryFolder } from "./temporary-folder.ts";
import { withDatabase } from "./url.ts";

/** Starts the run's one PostgreSQL server with the migrated template in it. The returned function ends it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadFolders();
  const folder = await temporaryFolder();
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, DATA_FOLDER),
    port: 0,
    password: randomPassword(),
    // Thrown away with the run: nothing in it has to survive a crash, and fsync would be most of the time.
    tuning: { durable: false, maxConnections: 300, sharedBuffers: "128MB" },
  });
  await withClient(server.url, (client) => client.query(`create database ${TEMPLATE_DATABASE}`));
  await migrate(withDatabase(server.url, TEMPLATE_DATABASE));
  // A template can only be cloned while nobody is connected to it, so nobody may be.
  await withClient(server.url, (client) =>
    client.query(`alter database ${TEMPLATE_DATABASE} with is_template true allow_connections false`),
  );
  project.provide(TEST_SERVER_URL, server.url);

  return async () => {
    const kept = await withClient(server.url, async (client) => {
      const { rows } = await client.query<{ datname: string }>(
        "select datname from pg_database where starts_with(datname, $1)",
        [TEST_DATABASE_PREFIX],
      );
      return rows.map((row) => row.datname);
    });
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    if (kept.length > 0) throw new Error(`Test databases that were never dropped: ${kept.join(", ")}`);
  };
}

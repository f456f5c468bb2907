import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomPassword, startEmbeddedPostgres } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import { withClient } from "@pragma/testing/admin";
import { withDatabase } from "@pragma/testing/url";

export interface DatabaseServer {
  readonly version: string;
  /**
   * A migrated, empty database of its own, so that no case sees what another left.
   * @param root folder of another build of the product, whose migrations it gets
   */
  createDatabase(root?: string): Promise<Database>;
  stop(): Promise<void>;
}

export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

const TEMPLATE = "bench_template";

/**
 * An embedded PostgreSQL with the settings of the product: durable commits. Commit times are recorded, to the
 * microsecond, which is how steps inside the stack are timed without touching it.
 */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "pragma-bench-"));
  await chmod(folder, 0o711);
  const options = { dataDir: join(folder, "data"), port: 0, password: randomPassword() };
  const first = await startEmbeddedPostgres(options);
  await query(first.url, "ALTER SYSTEM SET track_commit_timestamp = on");
  await first.stop();
  const server = await startEmbeddedPostgres(options);
  await query(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(withDatabase(server.url, TEMPLATE));
  const [{ version }] = (await query(server.url, "SELECT current_setting('server_version') AS version")) as [
    { version: string },
  ];
  let created = 0;
  return {
    version,
    async createDatabase(root) {
      const name = `bench_${++created}`;
      await query(server.url, `CREATE DATABASE ${name} TEMPLATE ${root === undefined ? TEMPLATE : "template1"}`);
      if (root !== undefined) {
        await migrate(withDatabase(server.url, name), { folder: join(root, "packages/db/prisma/migrations") });
      }
      return {
        url: withDatabase(server.url, name),
        drop: async () => void (await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
      };
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function query(url: string, text: string): Promise<unknown[]> {
  return (await withClient(url, (client) => client.query(text))).rows;
}

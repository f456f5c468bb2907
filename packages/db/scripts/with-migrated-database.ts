import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomPassword, startEmbeddedPostgres } from "../src/embedded/index.ts";
import { migrate } from "../src/migrate/index.ts";

/** Runs something on a new database that has all migrations, and is gone afterwards. */
export async function withMigratedDatabase(use: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pragma-schema-"));
  // The server may run as another account, which has to get in.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, "data"),
    port: 0,
    password: randomPassword(),
    tuning: { durable: false, sharedBuffers: "32MB", maxConnections: 20 },
  });
  try {
    await migrate(server.url);
    await use(server.url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

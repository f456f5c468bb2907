import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomPassword, startEmbeddedPostgres } from "../src/embedded/index.ts";
import { checkDrift } from "../src/migrate/drift.ts";
import { migrate } from "../src/migrate/index.ts";

/**
 * Prints the SQL that brings a database with all migrations to `schema.prisma`: the start of the next migration. Read
 * it before use: what only SQL can say (functions, checks, partial indexes) has to be added by hand.
 */
const folder = await mkdtemp(join(tmpdir(), "pragma-diff-"));
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
  const sql = await checkDrift(server.url);
  console.log(sql ?? "-- schema.prisma and the migrations agree.");
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

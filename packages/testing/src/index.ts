export { freePort } from "@pragma/db/embedded";
export { withClient } from "./admin.ts";
export { type DatabaseProxy, startDatabaseProxy } from "./database-proxy.ts";
export {
  createPostgresFolder,
  hasInstalledPostgres,
  type InstalledServer,
  type PostgresFolder,
} from "./installed-postgres.ts";
export { hasPgBouncer, type PgBouncer, type PgBouncerOptions, startPgBouncer } from "./pgbouncer.ts";
export { type PostgresServer, type StandbyServer, startPostgresServer, startStandby } from "./postgres-server.ts";
export { createTestDatabase, type TestDatabase } from "./test-database.ts";

import { randomUUID } from "node:crypto";
import { Logger, runMigrations } from "graphile-worker";
import { Client, Pool } from "pg";
import { MigrationError } from "./errors.ts";
import { type MigrationFile, readMigrations } from "./files.ts";
import { lockMigrations, type MigrationLock } from "./migration-lock.ts";
import { type AppliedMigration, planMigrations } from "./plan.ts";

/** Prisma's own definition: its CLI can continue from here where its engine is available. */
const MIGRATIONS_TABLE = `
  create table if not exists _prisma_migrations (
    id                  varchar(36) primary key not null,
    checksum            varchar(64) not null,
    finished_at         timestamptz,
    migration_name      varchar(255) not null,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

export interface MigrateOptions {
  /** Default: `prisma/migrations` of this package. */
  readonly folder?: string;
  /** Called after each migration is committed. */
  readonly onApplied?: (name: string) => void;
  /** Called for what the database lacks, if everything works without it. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Brings the database up to date: the queue's tables first, since ours refer to them, then `prisma/migrations`.
 *
 * Each migration and its record are one transaction, so a failure leaves the previous state intact. That rules out
 * statements that PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY. Any number of processes may
 * call this at once, also through a pooler by session or by transaction: the others wait, then find nothing to do.
 *
 * @returns the names of the migrations applied by this call.
 * @throws MigrationError with the migration's name and PostgreSQL's message.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrations(options.folder);
  const lock = await lockMigrations(url);
  try {
    return await migrateAlone(url, files, lock, options);
  } finally {
    await lock.release();
  }
}

async function migrateAlone(
  url: string,
  files: readonly MigrationFile[],
  lock: MigrationLock,
  options: MigrateOptions,
): Promise<string[]> {
  const client = new Client({ connectionString: url, application_name: "pragma migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    await migrateQueue(url);
    await client.query(MIGRATIONS_TABLE);
    const { rows } = await client.query<AppliedMigration>(
      "select migration_name, checksum, finished_at, rolled_back_at from _prisma_migrations order by started_at",
    );
    const pending = planMigrations(files, rows);
    for (const file of pending) {
      await apply(client, file, lock);
      options.onApplied?.(file.name);
    }
    await indexTexts(client, options);
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

async function apply(client: Client, file: MigrationFile, lock: MigrationLock): Promise<void> {
  await client.query("begin");
  try {
    await client.query(file.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), file.checksum, file.name],
    );
    await lock.requireHeld();
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    throw new MigrationError(`Migration ${file.name} failed: ${describe(cause, file.sql)}`, { cause });
  }
}

/** Retries the index that the database may have refused during its migration. */
async function indexTexts(client: Client, { onWarning }: MigrateOptions): Promise<void> {
  const { rows } = await client.query("select 1 where to_regprocedure('index_resource_texts()') is not null");
  if (rows.length === 0) return;
  const answer = await client.query<{ reason: string | null }>("select index_resource_texts() as reason");
  const reason = answer.rows[0]?.reason ?? null;
  if (reason === null) return;
  onWarning?.(
    `The extension pg_trgm cannot be created (${reason}), so a search for a text reads every resource of its organization. ` +
      "Have an administrator of the database run CREATE EXTENSION pg_trgm, then migrate again",
  );
}

/** PostgreSQL's message with the line of the file that it points at. */
function describe(error: unknown, sql: string): string {
  const { message, position } = error as { message: string; position?: string };
  if (!position) return message;
  return `${message} (line ${sql.slice(0, Number(position)).split("\n").length})`;
}

async function migrateQueue(url: string): Promise<void> {
  // Its own pool: given a connection string, the library would leave one open after this call.
  const pgPool = new Pool({ connectionString: url, max: 1, application_name: "pragma migrate" });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => void client.on("error", () => {}));
  try {
    await runMigrations({ pgPool, logger: new Logger(() => () => {}) });
  } finally {
    await pgPool.end();
  }
}

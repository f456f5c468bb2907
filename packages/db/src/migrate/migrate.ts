import { Client } from "pg";
import { applyMigration } from "./apply-migration.ts";
import { type MigrationFile, readMigrations } from "./files.ts";
import { indexTexts } from "./index-texts.ts";
import { migrateQueue } from "./migrate-queue.ts";
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
  /** Called each time that something is waited for, with what it is and who holds it up. */
  readonly onWaiting?: (message: string) => void;
  /** Called for what the database lacks, if everything works without it. */
  readonly onWarning?: (message: string) => void;
  /** Ends the run as soon as it waits, or between two steps. What is applied stays; the next run continues from there. */
  readonly signal?: AbortSignal;
}

/**
 * Brings the database up to date: the queue's tables first, since ours refer to them, then `prisma/migrations`, while programs
 * use it.
 *
 * Each step of a migration and its record are one transaction, so a failure leaves the state before it; an index is built
 * outside of one. Nothing waits long for a lock that would have requests wait: it gives up, and tries again until it succeeds.
 * Any number of processes may call this at once, also through a pooler by session or by transaction: the others wait, then find
 * nothing to do.
 *
 * @returns the names of the migrations applied by this call.
 * @throws MigrationError with the migration's name and PostgreSQL's message, or that it was interrupted.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrations(options.folder);
  const lock = await lockMigrations(url, options.signal);
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
  { onApplied, onWaiting = () => {}, onWarning, signal }: MigrateOptions,
): Promise<string[]> {
  const client = new Client({ connectionString: url, application_name: "pragma migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    const run = { client, lock, onWaiting, signal };
    await migrateQueue(url, run);
    await client.query(MIGRATIONS_TABLE);
    const { rows } = await client.query<AppliedMigration>(
      "select migration_name, checksum, finished_at, rolled_back_at, applied_steps_count from _prisma_migrations order by started_at",
    );
    const pending = planMigrations(files, rows);
    for (const migration of pending) {
      await applyMigration(run, migration);
      onApplied?.(migration.file.name);
    }
    const refusal = await indexTexts(run);
    if (refusal !== null) onWarning?.(withoutTexts(refusal));
    return pending.map(({ file }) => file.name);
  } finally {
    await client.end();
  }
}

function withoutTexts(reason: string): string {
  return (
    `The extension pg_trgm cannot be created (${reason}), so a search for a text reads every resource of its organization. ` +
    "Have an administrator of the database run CREATE EXTENSION pg_trgm, then migrate again"
  );
}

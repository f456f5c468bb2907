import { randomUUID } from "node:crypto";
import { buildConcurrently } from "./concurrent-index.ts";
import { begunElsewhere, MigrationError } from "./errors.ts";
import type { MigrationFile } from "./files.ts";
import { inTransaction } from "./in-transaction.ts";
import type { PendingMigration } from "./plan.ts";
import type { Run } from "./run.ts";
import { readSteps, type Step } from "./steps.ts";

const INSERT = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), 0)`;
const RECORD = `UPDATE _prisma_migrations SET applied_steps_count = $1, finished_at = CASE WHEN $2 THEN clock_timestamp() END
  WHERE migration_name = $3 AND rolled_back_at IS NULL`;

/**
 * Applies the steps of a migration that are left, each with its record, so that a run that is cut off goes on from there.
 *
 * @throws MigrationError naming the migration and the line, with PostgreSQL's message; what was applied before stays
 */
export async function applyMigration(run: Run, { file, done }: PendingMigration): Promise<void> {
  const steps = readSteps(file.name, file.sql);
  if (done >= steps.length) throw begunElsewhere(file.name);
  for (const [place, step] of steps.entries()) {
    if (place < done) continue;
    const what = steps.length === 1 ? file.name : `${file.name} (step ${place + 1} of ${steps.length})`;
    try {
      await applyStep(run, what, step, () => record(run, file, place, steps.length));
    } catch (cause) {
      if (cause instanceof MigrationError) throw cause;
      throw new MigrationError(`Migration ${what} failed: ${describe(cause, step)}`, { cause });
    }
  }
}

async function applyStep(run: Run, what: string, step: Step, note: () => Promise<void>): Promise<void> {
  if (step.index === null) {
    return inTransaction(run, what, async () => {
      await run.client.query(step.sql);
      await note();
    });
  }
  await buildConcurrently(run, what, step.index, step.sql);
  await inTransaction(run, what, note);
}

async function record({ client }: Run, file: MigrationFile, place: number, steps: number): Promise<void> {
  if (place === 0) await client.query(INSERT, [randomUUID(), file.checksum, file.name]);
  await client.query(RECORD, [place + 1, place + 1 === steps, file.name]);
}

/** PostgreSQL's message with the line of the file that it points at. */
function describe(error: unknown, { sql, line }: Step): string {
  const { message, position } = error as { message: string; position?: string };
  if (!position) return message;
  return `${message} (line ${line - 1 + sql.slice(0, Number(position)).split("\n").length})`;
}

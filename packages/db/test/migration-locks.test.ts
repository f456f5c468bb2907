import { createTestDatabase, withClient } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
import { lockTable, type StepLocks } from "../../../tooling/lint/src/migrations/lock-table.ts";
import { MODES, type Mode, strongest } from "../../../tooling/lint/src/migrations/modes.ts";
import { readMigrations } from "../src/migrate/files.ts";
import { migrate } from "../src/migrate/index.ts";
import { readSteps } from "../src/migrate/steps.ts";
import { temporaryMigrations } from "./support/temporary-migrations.ts";

/** Older ones may lock less than they are read to: what their triggers do depends on rows. */
const BEFORE_FIRST_RELEASE = "0024_filtered_network";

const TABLES = "SELECT oid FROM pg_class WHERE relkind = 'r' AND oid >= 16384";

/** Locks of this session, of tables that others use, with the names that the modes have in SQL. */
const LOCKS = `
  SELECT relation::regclass::text AS table, upper(trim(regexp_replace(replace(mode, 'Lock', ''), '([A-Z])', ' \\1', 'g'))) AS mode
  FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation = ANY ($1::oid[])`;

type Locks = Record<string, Mode>;

/** The locks of each step when it runs: the strongest of each table. */
async function takenLocks(): Promise<Map<string, Locks>> {
  const database = await createTestDatabase({ empty: true });
  onTestFinished(() => database.drop());
  // The queue's tables.
  await migrate(database.url, { folder: (await temporaryMigrations()).folder });
  const taken = new Map<string, Locks>();
  await withClient(database.url, async (client) => {
    for (const { name, sql } of await readMigrations()) {
      const { rows: tables } = await client.query<{ oid: string }>(TABLES);
      for (const [place, { sql: text, index }] of readSteps(name, sql).entries()) {
        await client.query("BEGIN");
        await client.query(text);
        const { rows } = await client.query<{ table: string; mode: Mode }>(LOCKS, [tables.map(({ oid }) => oid)]);
        await client.query("COMMIT");
        if (index !== null) continue;
        const modesOf = (table: string) => rows.filter((row) => row.table === table).map(({ mode }) => mode);
        const locks = rows.map(({ table }) => [table, strongest(modesOf(table))] as const);
        taken.set(`${name} ${place + 1}`, Object.fromEntries(locks.filter(([, mode]) => mode !== undefined)) as Locks);
      }
    }
  });
  return taken;
}

it("each step of a migration locks what the lint reads in it", async () => {
  const taken = await takenLocks();
  const read = (await lockTable()).filter(({ isConcurrent }) => !isConcurrent);
  const nameOf = ({ migration, step }: StepLocks): string => `${migration} ${step}`;
  expect(read.map(nameOf)).toEqual([...taken.keys()]);

  const missed = read.flatMap((step) => {
    const locks: Locks = Object.fromEntries(step.locks);
    const rank = (mode: Mode | undefined): number => (mode === undefined ? -1 : MODES.indexOf(mode));
    return Object.entries(taken.get(nameOf(step)) ?? {})
      .filter(([table, mode]) => rank(locks[table]) < rank(mode))
      .map(([table, mode]) => `${nameOf(step)}: ${mode} of ${table}`);
  });
  expect(missed).toEqual([]);
  for (const step of read) {
    if (step.migration > BEFORE_FIRST_RELEASE)
      expect(Object.fromEntries(step.locks), nameOf(step)).toEqual(taken.get(nameOf(step)));
  }
});

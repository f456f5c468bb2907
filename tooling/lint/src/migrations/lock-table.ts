import { loadModule } from "libpg-query";
import { readMigrations } from "../../../../packages/db/src/migrate/files.ts";
import { Catalog } from "./catalog.ts";
import { HeldLocks } from "./held-locks.ts";
import type { Mode } from "./modes.ts";
import { traceMigration } from "./trace.ts";

/** The locks that a step of a migration takes of tables that the migration has not made. */
export interface StepLocks {
  readonly migration: string;
  /** From 1. */
  readonly step: number;
  readonly of: number;
  readonly isConcurrent: boolean;
  /** In the order in which the tables are locked first, each with its strongest lock. */
  readonly locks: readonly (readonly [table: string, mode: Mode])[];
}

/** Locks of each step of all migrations, in their order. */
export async function lockTable(): Promise<StepLocks[]> {
  await loadModule();
  const catalog = new Catalog();
  return (await readMigrations()).flatMap(({ name, sql }) => {
    const steps = traceMigration(name, sql, catalog);
    const own = new Set(steps.flatMap(({ statements }) => statements.flatMap(({ makes }) => makes)));
    return steps.map(({ isConcurrent, statements }, place) => {
      const held = new HeldLocks(own);
      for (const { acts, line } of statements) held.judge(acts, false, line);
      return { migration: name, step: place + 1, of: steps.length, isConcurrent, locks: held.all };
    });
  });
}

/** The table for people: one line for each step that locks something. */
export function renderLocks(steps: readonly StepLocks[]): string {
  const lines = steps.map(({ migration, step, of, isConcurrent, locks }) => {
    const place = of === 1 ? "" : `${step} of ${of}`;
    const taken = locks.map(([table, mode]) => `${mode} of \`${table}\``).join(", then ") || "none";
    return `| \`${migration}\` | ${place} | ${taken}${isConcurrent ? ", without a transaction" : ""} |`;
  });
  return [...HEAD, ...lines, ""].join("\n");
}

const HEAD = [
  "# Locks of migrations",
  "",
  "What each step of a migration locks of tables that were there before, in the order in which it does, until the step is done.",
  "ACCESS EXCLUSIVE has readers and writers wait, SHARE ROW EXCLUSIVE and SHARE have writers wait, weaker ones hold nobody up; those",
  "that only read are left out. Migrations before the first release are left out, too.",
  "Written by `npx vitest run --project unit tooling/lint/migrations -u`, which reads them in the SQL;",
  "`packages/db/test/migration-locks.test.ts` compares them with those that the server takes ([ADR 38](../../../docs/adr/0038-migrations-beside-running-programs.md)).",
  "",
  "| migration | step | locks |",
  "| --- | --- | --- |",
];

import { loadModule } from "libpg-query";
import { Catalog } from "./catalog.ts";
import { HeldLocks } from "./held-locks.ts";
import { type Finding, type Found, found } from "./rules.ts";
import { judgeStatement } from "./statements.ts";
import { type TracedStep, traceMigration } from "./trace.ts";

/** `-- allow drop: reason`, above the statement. */
const ALLOWANCE = /^\s*--\s*allow ([a-z-]+):\s*(\S.*)$/gm;

/**
 * Judges a migration as one that runs while the programs of the last release go on working.
 *
 * A statement is allowed by a comment above it that names the rule and a reason. Tables that the migration makes itself are
 * nobody's yet: only statements on others count.
 *
 * @param catalog what migrations before it made; it gets what this one makes
 * @throws SqlError when it is not SQL; MigrationError when a step is not what its line says
 */
export async function judgeMigration(sql: string, catalog = new Catalog()): Promise<Finding[]> {
  await loadModule();
  const own = new Set<string>();
  return traceMigration("The migration", sql, catalog).flatMap((step) => judgeStep(step, own));
}

function judgeStep({ isConcurrent, statements }: TracedStep, own: Set<string>): Finding[] {
  const held = new HeldLocks(own);
  return statements.flatMap(({ statements: parts, makes, acts, unknown, comments, line }) => {
    for (const table of makes) own.add(table);
    const allowed = new Set([...comments.matchAll(ALLOWANCE)].map(([, rule]) => rule));
    const findings: Found[] = [
      ...(isConcurrent ? [] : parts.flatMap((part) => judgeStatement(part, own))),
      ...unknown.map((what) => found("block", what)),
      ...held.judge(acts, unknown.length > 0, line),
    ];
    return findings.filter(({ rule }) => !allowed.has(rule)).map((finding) => ({ line, ...finding }));
  });
}

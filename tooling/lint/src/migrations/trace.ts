import { parseSync } from "libpg-query";
import { readSteps } from "../../../../packages/db/src/migrate/steps.ts";
import { type Act, actsOf } from "./acts.ts";
import type { Catalog } from "./catalog.ts";
import { executedBy } from "./executed.ts";
import { nameOf, type Statement } from "./tree.ts";

/** A statement of a migration. */
export interface TracedStatement {
  /** Itself, then what it runs. */
  readonly statements: readonly Statement[];
  /** Acts of all of them in order, as far as they are known. */
  readonly acts: readonly Act[];
  /** The tables that it makes. */
  readonly makes: readonly string[];
  /** Unknown parts, a sentence each. */
  readonly unknown: readonly string[];
  readonly line: number;
  /** The text between the statement before and this one. */
  readonly comments: string;
}

/** Statements that keep their locks until all of them are done. */
export interface TracedStep {
  readonly isConcurrent: boolean;
  readonly statements: readonly TracedStatement[];
}

/**
 * Reads a migration, step by step.
 *
 * @param catalog what migrations before it made; it gets what this one makes
 * @throws SqlError when a step is not SQL; MigrationError when it is not what its line `-- step` says
 */
export function traceMigration(name: string, sql: string, catalog: Catalog): TracedStep[] {
  return readSteps(name, sql).map((step) => {
    const isConcurrent = step.index !== null;
    return { isConcurrent, statements: traceStatements(step.sql, step.line, isConcurrent, catalog) };
  });
}

function traceStatements(sql: string, first: number, isConcurrent: boolean, catalog: Catalog): TracedStatement[] {
  const { stmts = [] } = parseSync(sql);
  const bytes = Buffer.from(sql);
  let end = 0;
  return stmts.flatMap(({ stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
    const comments = bytes.subarray(end, start).toString();
    end = start + length;
    if (stmt === undefined) return [];
    if (isConcurrent && "IndexStmt" in stmt) stmt.IndexStmt.concurrent = true;
    const { statements, unread } = executedBy(stmt, catalog);
    const known = statements.map((part) => actsOf(part, catalog));
    const strange = statements.filter((_, place) => known[place] === undefined).map((part) => Object.keys(part)[0]);
    catalog.learn(stmt);
    return {
      statements,
      comments,
      makes: statements.flatMap(madeBy),
      acts: known.flatMap((acts) => acts ?? []),
      unknown: [...unread.map((why) => `runs what ${why}`), ...strange.map((kind) => `is or runs a ${kind}`)],
      line: first - 1 + bytes.subarray(0, start).toString().split("\n").length,
    };
  });
}

function madeBy(statement: Statement): string[] {
  if ("CreateStmt" in statement) {
    const { relation, if_not_exists: mayBeThere } = statement.CreateStmt;
    return mayBeThere ? [] : [nameOf(relation)];
  }
  if ("CreateTableAsStmt" in statement) {
    const { into, if_not_exists: mayBeThere } = statement.CreateTableAsStmt;
    return mayBeThere ? [] : [nameOf(into?.rel)];
  }
  return [];
}

import { type Body, readBody } from "./bodies.ts";
import type { Catalog } from "./catalog.ts";
import { nodesOf, optionOf, partsOf, type Statement } from "./tree.ts";

/** Statements that a statement executes, as far as they are known. */
export interface Executed {
  /** Itself, then those of blocks and functions that it runs, as the text has them. */
  readonly statements: readonly Statement[];
  /** Why there may be more, a part of a sentence each. */
  readonly unread: readonly string[];
}

/** Kinds that call functions while they run; others only mention them. */
const CALLING = new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "CallStmt",
  "CreateTableAsStmt",
]);

/** @param catalog has the functions that migrations made; others are the server's */
export function executedBy(statement: Statement, catalog: Catalog): Executed {
  const seen = new Set<Body>();
  const all: Statement[] = [];
  const unread: string[] = [];
  const visit = (next: Statement): void => {
    all.push(next);
    for (const body of bodiesOf(next, catalog)) {
      if (seen.has(body)) continue;
      seen.add(body);
      if (body.unread !== null) unread.push(body.unread);
      body.statements.forEach(visit);
    }
  };
  visit(statement);
  return { statements: all, unread };
}

function bodiesOf(statement: Statement, catalog: Catalog): Body[] {
  if ("DoStmt" in statement) {
    const language = optionOf(statement.DoStmt.args, "language") ?? "plpgsql";
    return [readBody(language, optionOf(statement.DoStmt.args, "as") ?? "")];
  }
  if (!CALLING.has(Object.keys(statement)[0] ?? "")) return [];
  const called = nodesOf<{ funcname?: unknown }>(statement, "FuncCall");
  return called.flatMap(({ funcname }) => catalog.bodyOf(partsOf(funcname).at(-1) ?? "") ?? []);
}

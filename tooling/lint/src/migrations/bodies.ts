import { parsePlPgSQLSync, parseSync } from "libpg-query";
import { nodesOf, type Statement } from "./tree.ts";

/** Statements that a function or a DO block executes. */
export interface Body {
  readonly statements: readonly Statement[];
  /** Why that may not be all. */
  readonly unread: string | null;
}

/** SQL that is put together while it runs. */
const DYNAMIC = ["PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"];
/** `parseMode`s of an expression, and of an assignment. */
const EXPRESSION = 2;
const ASSIGNMENT = 3;

/** Reads the body of a function or block. @param text between its quotes */
export function readBody(language: string, text: string): Body {
  try {
    if (language === "sql") return { statements: parsed(text), unread: null };
    if (language === "plpgsql") return readPlpgsql(text);
    return { statements: [], unread: `is written in ${language}` };
  } catch (error) {
    return { statements: [], unread: `cannot be parsed (${(error as Error).message})` };
  }
}

function readPlpgsql(text: string): Body {
  // Its parameters and result do not matter, but a trigger's body returns something, and has variables.
  const tree = parsePlPgSQLSync(
    `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $lint_body$${text}$lint_body$`,
  );
  const queries = nodesOf<{ query?: string; parseMode?: number }>(tree, "PLpgSQL_expr");
  const statements = queries.flatMap(({ query = "", parseMode }) => parsed(asStatement(query, parseMode)));
  const isDynamic = DYNAMIC.some((kind) => nodesOf(tree, kind).length > 0);
  return { statements, unread: isDynamic ? "puts statements together while it runs" : null };
}

function asStatement(query: string, mode: number | undefined): string {
  if (mode === EXPRESSION) return `SELECT ${query}`;
  if (mode === ASSIGNMENT) return `SELECT ${query.slice(query.indexOf(":=") + 2)}`;
  return query;
}

function parsed(sql: string): Statement[] {
  return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
}

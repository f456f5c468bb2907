import type { SqlValue } from "../../database.ts";
import { lockingStatement, type Statement, tenantStatement } from "../../statement.ts";

const written = new Map<string, Statement>();

/**
 * Builds a statement from parts, numbering its parameters from `$2` on. The same parts in the same order give the same
 * text, and so the same prepared statement: there are as many as there are kinds of change.
 */
export class StatementWriter {
  readonly values: SqlValue[] = [];
  readonly #ctes: string[] = [];
  #mayLock = false;

  /** Adds a parameter and returns its placeholder, cast to a type. */
  value(value: SqlValue, cast: string): string {
    this.values.push(value);
    return `$${this.values.length + 1}::${cast}`;
  }

  /** Adds a common table expression. */
  cte(name: string, text: string): void {
    this.#ctes.push(`${name} AS (${text})`);
  }

  /** Adds one that is not inlined; of a SELECT, only as much runs as is read. */
  materialized(name: string, text: string): void {
    this.#ctes.push(`${name} AS MATERIALIZED (${text})`);
  }

  /** Declares that a part takes locks that others may hold for long. */
  locks(): void {
    this.#mayLock = true;
  }

  /** The finished statement, bound to an organization by `$1`. */
  finish(
    prefix: string,
    select: string,
    options: Pick<Statement, "planEachTime" | "parseOnce" | "writes"> = {},
  ): Statement {
    const text = this.#ctes.length === 0 ? select : `WITH ${this.#ctes.join(",\n")}\n${select}`;
    let statement = written.get(text);
    if (statement === undefined) {
      statement = { ...tenantStatement(`${prefix}_${written.size}`, text), ...options };
      if (this.#mayLock) statement = lockingStatement(statement);
      written.set(text, statement);
    }
    return statement;
  }
}

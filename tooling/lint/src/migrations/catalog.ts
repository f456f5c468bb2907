import { type Body, readBody } from "./bodies.ts";
import { nameOf, nodesOf, type Of, optionOf, partsOf, type RangeVar, type Statement } from "./tree.ts";

/** Objects that earlier statements made, as far as locks of later ones depend on it. */
export class Catalog {
  /** The table of each index. */
  readonly #indexes = new Map<string, string>();
  readonly #functions = new Map<string, Body>();
  /** The functions of its triggers, by table. */
  readonly #triggers = new Map<string, Set<string>>();
  /** The table that a foreign key refers to, by its table and name. */
  readonly #references = new Map<string, Map<string, string>>();

  /** The table whose index it is; undefined if no migration made it. */
  tableOf(index: string): string | undefined {
    return this.#indexes.get(index);
  }

  /** Body of a function; undefined if no migration made it: then it is the server's. */
  bodyOf(name: string): Body | undefined {
    return this.#functions.get(name);
  }

  /** Bodies of the triggers of a table. */
  triggersOf(table: string): Body[] {
    return [...(this.#triggers.get(table) ?? [])].flatMap((name) => this.#functions.get(name) ?? []);
  }

  /** The tables that foreign keys of a table refer to: all of them, or the one of that name. */
  referencesOf(table: string, constraint?: string): string[] {
    const all = this.#references.get(table) ?? new Map<string, string>();
    return constraint === undefined
      ? [...new Set(all.values())]
      : [all.get(constraint)].filter((name) => name !== undefined);
  }

  learn(statement: Statement): void {
    if ("IndexStmt" in statement) {
      const { idxname = "", relation } = statement.IndexStmt;
      this.#indexes.set(idxname, nameOf(relation));
    }
    if ("CreateFunctionStmt" in statement) this.#learnFunction(statement.CreateFunctionStmt);
    if ("CreateTrigStmt" in statement) {
      const { relation, funcname } = statement.CreateTrigStmt;
      const table = nameOf(relation);
      const known = this.#triggers.get(table) ?? new Set();
      this.#triggers.set(table, known.add(partsOf(funcname).at(-1) ?? ""));
    }
    if ("CreateStmt" in statement) this.#learnReferences(nameOf(statement.CreateStmt.relation), statement);
    if ("AlterTableStmt" in statement) this.#learnReferences(nameOf(statement.AlterTableStmt.relation), statement);
  }

  #learnFunction({ funcname, options }: Of<"CreateFunctionStmt">): void {
    this.#functions.set(
      partsOf(funcname).at(-1) ?? "",
      readBody(optionOf(options, "language") ?? "", optionOf(options, "as") ?? ""),
    );
  }

  #learnReferences(table: string, statement: Statement): void {
    const all = this.#references.get(table) ?? new Map<string, string>();
    for (const { conname, pktable } of nodesOf<{ conname?: string; pktable?: RangeVar }>(statement, "Constraint")) {
      if (pktable !== undefined) all.set(conname ?? `unnamed ${all.size}`, nameOf(pktable));
    }
    this.#references.set(table, all);
  }
}

import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The type that code expects of a column. */
export interface ColumnType {
  /** `string`, `number`, `boolean`, `string[]`; several where it is a union; without null. */
  kinds: string[];
  nullable: boolean;
  /** It may be absent. */
  optional: boolean;
}

/** A place that runs a statement. */
export interface CallSite {
  /** `file.ts:line`. */
  place: string;
  /** Names of the statements that it may run; with a `*` at its end, the beginning of several names. */
  names: string[];
  /** How many values it passes, including the organization's id; undefined if it spreads them. */
  values: number | undefined;
  /** The columns that it expects of the row; undefined if it reads none. */
  row: ReadonlyMap<string, ColumnType> | undefined;
}

const SOURCES = join(import.meta.dirname, "..", "..", "src");
const FOLDERS = ["queries", "administration", "maintenance"];

/** All places in this package that run statements, as the compiler understands them. */
export function findCallSites(): CallSite[] {
  const files = FOLDERS.flatMap((folder) => {
    const names = readdirSync(join(SOURCES, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    return names.map((name) => join(SOURCES, folder, name));
  });
  const config = ts.readConfigFile(
    join(SOURCES, "..", "..", "..", "tooling", "typescript", "base.json"),
    ts.sys.readFile,
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(SOURCES, ".."));
  const program = ts.createProgram(files, options);
  const reader = new Reader(program.getTypeChecker());
  return files.flatMap((file) => reader.read(program.getSourceFile(file) as ts.SourceFile));
}

class Reader {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  read(file: ts.SourceFile): CallSite[] {
    const sites: CallSite[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const site = this.#site(node, file);
        if (site) sites.push(site);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return sites;
  }

  #site(call: ts.CallExpression, file: ts.SourceFile): CallSite | undefined {
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression)) return undefined;
    const method = expression.name.text;
    const receiver = this.#checker.getTypeAtLocation(expression.expression).getSymbol()?.name;
    const isTenant = receiver === "Tenant";
    if (!(method === "query" || (isTenant && method === "queryOne")) || !(isTenant || receiver === "Database")) {
      return undefined;
    }
    const [statement, ...rest] = call.arguments;
    if (statement === undefined) return undefined;
    const line = file.getLineAndCharacterOfPosition(call.getStart()).line + 1;
    return {
      place: `${file.fileName.slice(SOURCES.length + 1)}:${line}`,
      names: [...this.#names(statement)],
      values: isTenant ? count(rest, 1) : countIn(rest[0]),
      row: this.#row(call, method === "queryOne"),
    };
  }

  /** Names in the declaration of what a statement is taken from. */
  #names(statement: ts.Expression): Set<string> {
    const names = new Set<string>();
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (ts.isCallExpression(node)) {
        // Name passed to its declaring function, or to a wrapper of that.
        const [first] = node.arguments;
        if (first && ts.isStringLiteral(first)) names.add(first.text);
        if (first && ts.isTemplateExpression(first) && first.head.text !== "") names.add(`${first.head.text}*`);
      }
      if (ts.isIdentifier(node)) {
        const declaration = this.#checker.getSymbolAtLocation(node)?.valueDeclaration;
        if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
          visit(declaration.initializer);
        return;
      }
      ts.forEachChild(node, visit);
    };
    visit(statement);
    return names;
  }

  #row(call: ts.CallExpression, single: boolean): ReadonlyMap<string, ColumnType> | undefined {
    const signature = this.#checker.getResolvedSignature(call);
    const answer = signature && this.#checker.getAwaitedType(this.#checker.getReturnTypeOfSignature(signature));
    if (!answer) return undefined;
    const row = single
      ? this.#checker.getNonNullableType(answer)
      : this.#checker.getTypeArguments(answer as ts.TypeReference)[0];
    if (!row || row.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return undefined;
    const properties = this.#checker.getPropertiesOfType(row);
    if (properties.length === 0) return undefined;
    return new Map(
      properties.map((property) => {
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        return [property.name, { ...this.#column(this.#checker.getTypeOfSymbolAtLocation(property, call)), optional }];
      }),
    );
  }

  #column(type: ts.Type): Omit<ColumnType, "optional"> {
    const parts = type.isUnion() ? type.types : [type];
    const values = parts.filter((part) => (part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) === 0);
    const kinds = new Set(values.map((part) => this.#kind(part)));
    return { kinds: [...kinds], nullable: parts.some((part) => (part.flags & ts.TypeFlags.Null) !== 0) };
  }

  #kind(type: ts.Type): string {
    if (type.flags & ts.TypeFlags.StringLike) return "string";
    if (type.flags & ts.TypeFlags.NumberLike) return "number";
    if (type.flags & ts.TypeFlags.BooleanLike) return "boolean";
    return this.#checker
      .typeToString(type)
      .replace(/^readonly /, "")
      .replace("(string | null)[]", "string[]");
  }
}

function count(values: readonly ts.Expression[], own: number): number | undefined {
  return values.some(ts.isSpreadElement) ? undefined : values.length + own;
}

function countIn(values: ts.Expression | undefined): number | undefined {
  return values && ts.isArrayLiteralExpression(values) ? count(values.elements, 0) : undefined;
}

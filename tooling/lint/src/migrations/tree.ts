import type { ParseResult } from "libpg-query";

export type Statement = NonNullable<NonNullable<ParseResult["stmts"]>[number]["stmt"]>;
/** A statement's only key is its kind. */
export type Of<Kind extends string> = Extract<Statement, Record<Kind, unknown>>[Kind &
  keyof Extract<Statement, Record<Kind, unknown>>];

/** All nodes of a kind in a part of a parse tree, in the order of the text. */
export function nodesOf<Node = Record<string, unknown>>(tree: unknown, kind: string): Node[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    const below = nodesOf<Node>(value, kind);
    return key === kind ? [value as Node, ...below] : below;
  });
}

export interface RangeVar {
  schemaname?: string;
  relname?: string;
}

/** As migrations write it: tables of the platform without a schema. */
export function nameOf(relation: RangeVar | undefined): string {
  const { schemaname, relname = "" } = relation ?? {};
  return schemaname === undefined || schemaname === "public" ? relname : `${schemaname}.${relname}`;
}

/** The parts of a qualified name. */
export function partsOf(name: unknown): string[] {
  return nodesOf<{ sval?: string }>(name, "String").map(({ sval }) => sval ?? "");
}

/** The text of an option such as `LANGUAGE sql` or `AS '…'`. */
export function optionOf(options: unknown, name: string): string | undefined {
  const found = nodesOf<{ defname?: string; arg?: unknown }>(options, "DefElem").find(
    ({ defname }) => defname === name,
  );
  return found && partsOf(found.arg)[0];
}

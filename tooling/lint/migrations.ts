import { type ParseResult, parse } from "libpg-query";

/** What makes a migration unfit to run beside the programs of the last release (docs/adr/0038). */
export type Rule = "drop" | "rename" | "not-null" | "type" | "constraint" | "index" | "rewrite" | "lock" | "block";

export interface Finding {
  readonly line: number;
  readonly rule: Rule;
  /** What was found, and what to do instead. */
  readonly message: string;
}

type Statement = NonNullable<NonNullable<ParseResult["stmts"]>[number]["stmt"]>;
/** A statement's only key is its kind. */
type Of<Kind extends string> = Extract<Statement, Record<Kind, unknown>>[Kind &
  keyof Extract<Statement, Record<Kind, unknown>>];
type Found = Omit<Finding, "line">;

/** `-- allow drop: reason`, above the statement. */
const ALLOWANCE = /^\s*--\s*allow ([a-z-]+):\s*(\S.*)$/gm;

const MESSAGES: Readonly<Record<Rule, string>> = {
  drop: "the programs of the last release still use it; drop it in the release after the one that stopped using it",
  rename:
    "the programs of the last release know the former name; add the new one, write both, drop the former one a release later",
  "not-null": "the programs of the last release insert rows without it; give it a default, or add CHECK … NOT VALID",
  type: "the table is rewritten under an exclusive lock, and prepared statements of running programs fail; add a column",
  constraint:
    "every row is checked under a lock that stops writes; add it NOT VALID, and validate it in a migration of its own",
  index:
    "writes stop until it is built, and a migration is one transaction, which forbids CONCURRENTLY; build it after the migration as index_resource_texts() is",
  rewrite: "every row is written, and stays locked until the migration ends; do it in batches by a job",
  lock: "whoever uses the table waits until the migration ends",
  block: "what a DO block does cannot be read here",
};

/** Objects that no program names. */
const UNNAMED: ReadonlySet<string> = new Set([
  "OBJECT_INDEX",
  "OBJECT_TRIGGER",
  "OBJECT_TABCONSTRAINT",
  "OBJECT_POLICY",
]);

/**
 * Judges a migration as one that runs while the programs of the last release go on working.
 *
 * A statement is allowed by a comment above it that names the rule and a reason. Tables that the migration makes itself are
 * nobody's yet: only statements on others count.
 *
 * @throws SqlError when it is not SQL
 */
export async function judgeMigration(sql: string): Promise<Finding[]> {
  const { stmts = [] } = await parse(sql);
  const bytes = Buffer.from(sql);
  const own = new Set<string>();
  const findings: Finding[] = [];
  let end = 0;
  for (const { stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start } of stmts) {
    const comments = bytes.subarray(end, start).toString();
    const allowed = new Set([...comments.matchAll(ALLOWANCE)].map(([, rule]) => rule));
    end = start + length;
    if (!stmt) continue;
    const line = bytes.subarray(0, start).toString().split("\n").length;
    for (const found of judge(stmt, own)) if (!allowed.has(found.rule)) findings.push({ line, ...found });
  }
  return findings;
}

function judge(statement: Statement, own: Set<string>): Found[] {
  const [kind = "", node] = Object.entries(statement)[0] ?? [];
  const first = (node as Beginning).withClause?.ctes?.map(({ CommonTableExpr }) => CommonTableExpr?.ctequery) ?? [];
  const before = first.flatMap((query) => (query ? judge(query, own) : []));
  return [...before, ...(JUDGES[kind]?.(node as never, own) ?? [])];
}

/** `WITH … AS (UPDATE …)`: it may be in front of a statement of any kind, and itself do more than read. */
interface Beginning {
  withClause?: { ctes?: { CommonTableExpr?: { ctequery?: Statement } }[] };
}

const JUDGES: Readonly<Record<string, (node: never, own: Set<string>) => Found[]>> = {
  CreateStmt({ relation, if_not_exists: mayBeThere }: Of<"CreateStmt">, own) {
    if (!mayBeThere) own.add(relation?.relname ?? "");
    return [];
  },
  CreateTableAsStmt({ into, if_not_exists: mayBeThere }: Of<"CreateTableAsStmt">, own) {
    if (!mayBeThere) own.add(into?.rel?.relname ?? "");
    return [];
  },
  DropStmt: ({ removeType = "OBJECT_TABLE" }: Of<"DropStmt">) =>
    UNNAMED.has(removeType) ? [] : [found("drop", `drops a ${nameOf(removeType)}`)],
  TruncateStmt: () => [found("drop", "deletes all rows")],
  RenameStmt: ({ renameType = "OBJECT_TABLE", newname }: Of<"RenameStmt">) =>
    UNNAMED.has(renameType) ? [] : [found("rename", `renames a ${nameOf(renameType)} to ${newname}`)],
  AlterObjectSchemaStmt: ({ newschema }: Of<"AlterObjectSchemaStmt">) => [
    found("rename", `moves an object to the schema ${newschema}`),
  ],
  AlterEnumStmt: ({ oldVal }: Of<"AlterEnumStmt">) => (oldVal ? [found("rename", `renames the value ${oldVal}`)] : []),
  AlterTableStmt({ relation, cmds = [] }: Of<"AlterTableStmt">, own) {
    if (own.has(relation?.relname ?? "")) return [];
    return cmds.flatMap((command) => ("AlterTableCmd" in command ? judgeAlteration(command.AlterTableCmd) : []));
  },
  IndexStmt: ({ relation, idxname }: Of<"IndexStmt">, own) =>
    own.has(relation?.relname ?? "") ? [] : [found("index", `builds the index ${idxname} of ${relation?.relname}`)],
  UpdateStmt: ({ relation }: Of<"UpdateStmt">, own) =>
    own.has(relation?.relname ?? "") ? [] : [found("rewrite", `updates ${relation?.relname}`)],
  DeleteStmt: ({ relation }: Of<"DeleteStmt">, own) =>
    own.has(relation?.relname ?? "") ? [] : [found("rewrite", `deletes from ${relation?.relname}`)],
  MergeStmt: ({ relation }: Of<"MergeStmt">, own) =>
    own.has(relation?.relname ?? "") ? [] : [found("rewrite", `merges into ${relation?.relname}`)],
  ReindexStmt: () => [found("lock", "builds indexes anew")],
  ClusterStmt: () => [found("lock", "writes a table anew")],
  LockStmt: () => [found("lock", "locks a table")],
  DoStmt: () => [found("block", "runs a DO block")],
};

type Alteration = NonNullable<
  Extract<NonNullable<Of<"AlterTableStmt">["cmds"]>[number], { AlterTableCmd: unknown }>
>["AlterTableCmd"];

function judgeAlteration({ subtype, name, def }: Alteration): Found[] {
  switch (subtype) {
    case "AT_DropColumn":
      return [found("drop", `drops the column ${name}`)];
    case "AT_SetNotNull":
      return [found("not-null", `makes ${name} NOT NULL`)];
    case "AT_ColumnDefault":
      return def ? [] : [found("not-null", `takes the default of ${name} away`)];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return [found("lock", "writes a table anew")];
    case "AT_AlterColumnType":
      return [found("type", `changes the type of ${name}`)];
    case "AT_AddColumn":
      return def && "ColumnDef" in def ? judgeColumn(def.ColumnDef) : [];
    case "AT_AddConstraint":
      return def && "Constraint" in def && !def.Constraint.skip_validation
        ? [found("constraint", `adds the constraint ${def.Constraint.conname ?? ""}`)]
        : [];
    default:
      return [];
  }
}

type Column = Extract<NonNullable<Alteration["def"]>, { ColumnDef: unknown }>["ColumnDef"];

function judgeColumn({ colname, typeName, constraints = [] }: Column): Found[] {
  const all = constraints.flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
  const has = (type: string): boolean => all.some(({ contype }) => contype === type);
  const type = typeName?.names?.map((name) => ("String" in name ? name.String.sval : "")).at(-1) ?? "";
  const isFilled = /serial/.test(type) || has("CONSTR_GENERATED") || has("CONSTR_IDENTITY");
  const initial = all
    .map(({ contype, raw_expr }) => (contype === "CONSTR_DEFAULT" ? raw_expr : undefined))
    .find(isValue);
  const results: Found[] = [];
  if (has("CONSTR_NOTNULL") && !initial && !isFilled) results.push(found("not-null", `adds ${colname} NOT NULL`));
  if (isFilled || (initial && !isStable(initial))) results.push(found("rewrite", `fills ${colname} of each row`));
  // The rows there are get NULL, which refers to nothing, unless there is a default.
  if (has("CONSTR_CHECK") || (has("CONSTR_FOREIGN") && (initial || isFilled))) {
    results.push(found("constraint", `adds a constraint of ${colname}`));
  }
  if (has("CONSTR_UNIQUE") || has("CONSTR_PRIMARY")) results.push(found("index", `builds an index of ${colname}`));
  return results;
}

function isValue(expression: object | undefined): boolean {
  if (expression === undefined) return false;
  return !("A_Const" in expression && (expression.A_Const as { isnull?: boolean }).isnull);
}

/** Such a default is noted once for all rows there are; any other is computed for each. */
function isStable(expression: object): boolean {
  if ("TypeCast" in expression) return isStable((expression.TypeCast as { arg: object }).arg);
  if ("A_Expr" in expression) {
    const { lexpr, rexpr } = expression.A_Expr as { lexpr?: object; rexpr?: object };
    return [lexpr, rexpr].every((side) => side === undefined || isStable(side));
  }
  if ("FuncCall" in expression) {
    const { funcname } = expression.FuncCall as { funcname: { String: { sval: string } }[] };
    return funcname.at(-1)?.String.sval === "now";
  }
  return ["A_Const", "A_ArrayExpr", "SQLValueFunction"].some((kind) => kind in expression);
}

function found(rule: Rule, what: string): Found {
  return { rule, message: `${what}: ${MESSAGES[rule]}` };
}

/** `OBJECT_FUNCTION` as "function". */
function nameOf(kind: string): string {
  return kind.replace("OBJECT_", "").replaceAll("_", " ").toLowerCase();
}

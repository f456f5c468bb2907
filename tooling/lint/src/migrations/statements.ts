import { judgeAlteration } from "./alterations.ts";
import { type Found, found } from "./rules.ts";
import { nodesOf, type Of, type Statement } from "./tree.ts";

/** Objects that no program names. */
const UNNAMED: ReadonlySet<string> = new Set([
  "OBJECT_INDEX",
  "OBJECT_TRIGGER",
  "OBJECT_TABCONSTRAINT",
  "OBJECT_POLICY",
]);

/** Judges a statement by itself. @param own tables that the migration made */
export function judgeStatement(statement: Statement, own: ReadonlySet<string>): Found[] {
  const [kind = "", node] = Object.entries(statement)[0] ?? [];
  const first = (node as Beginning).withClause?.ctes?.map(({ CommonTableExpr }) => CommonTableExpr?.ctequery) ?? [];
  const before = first.flatMap((query) => (query ? judgeStatement(query, own) : []));
  return [...before, ...(JUDGES[kind]?.(node as never, own) ?? [])];
}

/** `WITH … AS (UPDATE …)`: it may be in front of a statement of any kind, and itself do more than read. */
interface Beginning {
  withClause?: { ctes?: { CommonTableExpr?: { ctequery?: Statement } }[] };
}

const JUDGES: Readonly<Record<string, (node: never, own: ReadonlySet<string>) => Found[]>> = {
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
  VariableSetStmt: ({ name }: Of<"VariableSetStmt">) =>
    name === "lock_timeout" || name === undefined ? [found("lock", "changes how long a step waits for a lock")] : [],
  InsertStmt: ({ relation, selectStmt, onConflictClause }: Of<"InsertStmt">, own) =>
    onConflictClause?.action === "ONCONFLICT_UPDATE" &&
    nodesOf(selectStmt, "RangeVar").length > 0 &&
    !own.has(relation?.relname ?? "")
      ? [found("rewrite", `updates ${relation?.relname}`)]
      : [],
  SelectStmt: ({ lockingClause = [] }: Of<"SelectStmt">) =>
    lockingClause.length > 0 ? [found("rewrite", "locks rows")] : [],
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
};

/** `OBJECT_FUNCTION` as "function". */
function nameOf(kind: string): string {
  return kind.replace("OBJECT_", "").replaceAll("_", " ").toLowerCase();
}

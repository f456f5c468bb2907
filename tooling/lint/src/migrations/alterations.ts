import type { Mode } from "./modes.ts";
import { type Found, found } from "./rules.ts";
import type { Of } from "./tree.ts";

export type Alteration = NonNullable<
  Extract<NonNullable<Of<"AlterTableStmt">["cmds"]>[number], { AlterTableCmd: unknown }>
>["AlterTableCmd"];

/** Judges a part of an ALTER TABLE, of a table that others use. */
export function judgeAlteration({ subtype, name, def }: Alteration): Found[] {
  switch (subtype) {
    case "AT_DropColumn":
      return [found("drop", `drops the column ${name}`)];
    case "AT_SetNotNull":
      return [found("not-null", `makes ${name} NOT NULL`)];
    case "AT_ColumnDefault":
      return def ? [] : [found("not-null", `takes the default of ${name} away`)];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
    case "AT_SetTableSpace":
    case "AT_SetAccessMethod":
    case "AT_SetExpression":
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
  if ("A_ArrayExpr" in expression) {
    return ((expression.A_ArrayExpr as { elements?: object[] }).elements ?? []).every(isStable);
  }
  return ["A_Const", "SQLValueFunction"].some((kind) => kind in expression);
}

/** Rules about what takes the longer the more rows there are. */
const LONG: ReadonlySet<Found["rule"]> = new Set(["not-null", "type", "constraint", "index", "rewrite", "lock"]);

/** Whether a part of an ALTER TABLE reads, or writes, each row. */
export function readsAllRows(alteration: Alteration): boolean {
  if (alteration.subtype === "AT_ValidateConstraint") return true;
  return judgeAlteration(alteration).some(({ rule }) => LONG.has(rule));
}

const SHARE_UPDATE_EXCLUSIVE = new Set([
  ...["AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_SetRelOptions", "AT_ResetRelOptions"],
  ...["AT_ValidateConstraint", "AT_ClusterOn", "AT_DropCluster", "AT_AttachPartition"],
]);

/** The lock of the table that a part of an ALTER TABLE needs. */
export function lockOfAlteration({ subtype, def }: Alteration): Mode {
  if (SHARE_UPDATE_EXCLUSIVE.has(subtype ?? "")) return "SHARE UPDATE EXCLUSIVE";
  if (/^AT_(Enable|Disable)\w*Trig/.test(subtype ?? "")) return "SHARE ROW EXCLUSIVE";
  const isReference = def !== undefined && "Constraint" in def && def.Constraint.contype === "CONSTR_FOREIGN";
  return subtype === "AT_AddConstraint" && isReference ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE";
}

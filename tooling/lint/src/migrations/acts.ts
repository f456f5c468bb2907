import { type Alteration, lockOfAlteration, readsAllRows } from "./alterations.ts";
import { Catalog } from "./catalog.ts";
import { MODES, type Mode, strongest } from "./modes.ts";
import { nameOf, nodesOf, type Of, partsOf, type RangeVar, type Statement } from "./tree.ts";

/** A part of what a statement does: it takes a lock of a table, or reads or writes many of its rows. */
export interface Act {
  readonly table: string;
  /** Null for work. */
  readonly lock: Mode | null;
}

const lock = (table: string, mode: Mode): Act => ({ table, lock: mode });
const work = (table: string): Act => ({ table, lock: null });

/**
 * Acts of a statement on tables, in its order, but for what it runs. Locks that only read are left out.
 * @returns undefined if that is not known
 */
export function actsOf(statement: Statement, catalog: Catalog): Act[] | undefined {
  const [kind = "", node] = Object.entries(statement)[0] ?? [];
  if (HARMLESS.has(kind)) return [];
  return kind in WRITING ? actsOfQuery(statement, catalog) : READERS[kind]?.(node as never, catalog);
}

/** They touch no table, or only what describes it. */
const HARMLESS = new Set([
  ...["AlterEnumStmt", "AlterFunctionStmt", "AlterSeqStmt", "CompositeTypeStmt", "CreateDomainStmt", "CreateEnumStmt"],
  ...["CreateExtensionStmt", "CreateFunctionStmt", "CreateSchemaStmt", "CreateSeqStmt", "DefineStmt", "DoStmt"],
  ...["GrantStmt", "VariableSetStmt", "ViewStmt"],
]);

/** Whether a kind of query changes rows that it looks for. */
const WRITING: Readonly<Record<string, boolean>> = {
  SelectStmt: false,
  CallStmt: false,
  CreateTableAsStmt: false,
  InsertStmt: false,
  UpdateStmt: true,
  DeleteStmt: true,
  MergeStmt: true,
};

function actsOfQuery(statement: Statement, catalog: Catalog): Act[] {
  const ownNames = new Set(nodesOf<{ ctename?: string }>(statement, "CommonTableExpr").map(({ ctename }) => ctename));
  const read = nodesOf<RangeVar>(statement, "RangeVar").map(nameOf);
  const written = Object.entries(WRITING).flatMap(([kind, searches]) =>
    nodesOf<{ relation?: RangeVar }>(statement, kind).flatMap(({ relation }) =>
      relation ? [{ table: nameOf(relation), searches }] : [],
    ),
  );
  const triggers = written.flatMap(({ table }) => catalog.triggersOf(table)).flatMap(({ statements }) => statements);
  return [
    ...written.map(({ table }) => lock(table, "ROW EXCLUSIVE")),
    ...read.filter((name) => !ownNames.has(name)).map(work),
    ...written.filter(({ searches }) => searches).map(({ table }) => work(table)),
    // They find the rows that they write by a key. What triggers of those do is not followed: it may lead back here.
    ...triggers.flatMap((part) => actsOf(part, new Catalog()) ?? []).filter((act) => act.lock !== null),
  ];
}

type Reader = (node: never, catalog: Catalog) => Act[];

const READERS: Readonly<Record<string, Reader>> = {
  CreateStmt: (node: Of<"CreateStmt">) => [
    ...lockAll(node.inhRelations, node.partbound ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE"),
    ...lockReferenced(node),
  ],
  AlterTableStmt: ({ relation, cmds = [], objtype }: Of<"AlterTableStmt">, catalog) => {
    const alterations = cmds.flatMap((command) => ("AlterTableCmd" in command ? [command.AlterTableCmd] : []));
    return objtype === "OBJECT_TABLE" ? actsOfAlterations(nameOf(relation), alterations, catalog) : [];
  },
  IndexStmt: ({ relation, concurrent }: Of<"IndexStmt">) => [
    lock(nameOf(relation), concurrent ? "SHARE UPDATE EXCLUSIVE" : "SHARE"),
    work(nameOf(relation)),
  ],
  ReindexStmt: ({ relation }: Of<"ReindexStmt">, catalog) => {
    const table = catalog.tableOf(nameOf(relation)) ?? nameOf(relation);
    return [lock(table, "SHARE"), work(table)];
  },
  ClusterStmt: ({ relation }: Of<"ClusterStmt">) => [
    lock(nameOf(relation), "ACCESS EXCLUSIVE"),
    work(nameOf(relation)),
  ],
  VacuumStmt: ({ rels }: Of<"VacuumStmt">) =>
    nodesOf<RangeVar>(rels, "relation")
      .map(nameOf)
      .flatMap((table) => [lock(table, "SHARE UPDATE EXCLUSIVE"), work(table)]),
  CreateTrigStmt: ({ relation, constrrel }: Of<"CreateTrigStmt">) =>
    [relation, constrrel].flatMap((table) => (table ? [lock(nameOf(table), "SHARE ROW EXCLUSIVE")] : [])),
  CreatePolicyStmt: ({ table }: Of<"CreatePolicyStmt">) => [lock(nameOf(table), "ACCESS EXCLUSIVE")],
  RuleStmt: ({ relation }: Of<"RuleStmt">) => [lock(nameOf(relation), "ACCESS EXCLUSIVE")],
  CreateStatsStmt: ({ relations }: Of<"CreateStatsStmt">) => lockAll(relations, "SHARE UPDATE EXCLUSIVE"),
  CommentStmt: ({ objtype, object }: Of<"CommentStmt">) =>
    objtype === "OBJECT_TABLE" || objtype === "OBJECT_COLUMN"
      ? [lock(partsOf(object)[0] ?? "", "SHARE UPDATE EXCLUSIVE")]
      : [],
  DropStmt: ({ removeType = "OBJECT_TABLE", objects = [] }: Of<"DropStmt">, catalog) =>
    objects.flatMap((object) => lockDropped(removeType, partsOf(object), catalog)),
  RenameStmt: ({ renameType, relation }: Of<"RenameStmt">) =>
    relation === undefined || renameType === "OBJECT_INDEX" ? [] : [lock(nameOf(relation), "ACCESS EXCLUSIVE")],
  AlterObjectSchemaStmt: ({ relation }: Of<"AlterObjectSchemaStmt">) =>
    relation === undefined ? [] : [lock(nameOf(relation), "ACCESS EXCLUSIVE")],
  TruncateStmt: ({ relations }: Of<"TruncateStmt">) => lockAll(relations, "ACCESS EXCLUSIVE"),
  // Its modes are numbered from 1, and the first two are left out.
  LockStmt: ({ relations, mode = 0 }: Of<"LockStmt">) => lockAll(relations, MODES[mode - 3]),
};

function actsOfAlterations(table: string, alterations: readonly Alteration[], catalog: Catalog): Act[] {
  const mode = strongest(alterations.map(lockOfAlteration));
  const dropped = alterations.filter(({ subtype }) => subtype === "AT_DropConstraint");
  return [
    ...(mode === undefined ? [] : [lock(table, mode)]),
    ...lockReferenced(alterations),
    ...dropped.flatMap(({ name }) => catalog.referencesOf(table, name)).map((to) => lock(to, "ACCESS EXCLUSIVE")),
    ...(alterations.some(readsAllRows) ? [work(table)] : []),
  ];
}

/** A table that a new foreign key refers to gets triggers. */
function lockReferenced(tree: unknown): Act[] {
  const constraints = nodesOf<{ pktable?: RangeVar }>(tree, "Constraint");
  return constraints.flatMap(({ pktable }) => (pktable ? [lock(nameOf(pktable), "SHARE ROW EXCLUSIVE")] : []));
}

function lockAll(relations: unknown, mode: Mode | undefined): Act[] {
  return mode === undefined ? [] : nodesOf<RangeVar>(relations, "RangeVar").map((table) => lock(nameOf(table), mode));
}

function lockDropped(type: string, parts: readonly string[], catalog: Catalog): Act[] {
  const last = parts.at(-1) ?? "";
  switch (type) {
    case "OBJECT_TABLE":
      return [last, ...catalog.referencesOf(last)].map((table) => lock(table, "ACCESS EXCLUSIVE"));
    case "OBJECT_INDEX":
      return [lock(catalog.tableOf(last) ?? `the table of ${last}`, "ACCESS EXCLUSIVE")];
    case "OBJECT_TRIGGER":
    case "OBJECT_POLICY":
    case "OBJECT_RULE":
      return [lock(parts.at(-2) ?? "", "ACCESS EXCLUSIVE")];
    default:
      return [];
  }
}

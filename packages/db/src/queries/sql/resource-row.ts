import {
  type DriftStatus,
  isConcluded,
  isPending,
  KEPT_FIELDS,
  type KeptField,
  type LifecycleState,
  SHOWN_FIELDS,
  type ShownField,
} from "@pragma/contract";
import type { ResourceModel } from "../../generated/models.ts";
import { inState } from "./lifecycle.ts";

/** How the driver returns the columns of each SQL type. JSON is text as stored; bigint and times are text too. */
interface Read {
  bigint: string;
  boolean: boolean;
  int: number;
  json: string;
  text: string;
  "text[]": string[];
  timestamptz: string;
  uuid: string;
}

interface Column {
  type: keyof Read;
  nullable?: true;
  /** No change sets it: part of the identity, or written by the database itself. */
  fixed?: true;
  /** SQL for the value if a column is NULL though not nullable: Prisma's lists have no such constraint. */
  unset?: string;
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** The schema's columns, except the organization, which every reader of a row already knows. */
type SchemaColumn = SnakeCase<Exclude<keyof ResourceModel, "organizationId">>;

/** The columns of `resources` that are read: all of the schema's. */
const COLUMNS = {
  key: { type: "text", fixed: true },
  id: { type: "text", fixed: true },
  provider: { type: "text", fixed: true },
  resource: { type: "text", fixed: true },
  name: { type: "text", fixed: true },
  config: { type: "json" },
  resolved_config: { type: "json", nullable: true },
  handed_config: { type: "json", nullable: true },
  applied_config: { type: "json", nullable: true },
  outputs: { type: "json", nullable: true },
  succeeded_config: { type: "json", nullable: true },
  returns_to: { type: "json", nullable: true },
  next_draft: { type: "json", nullable: true },
  state: { type: "json", nullable: true },
  dependencies: { type: "json" },
  explicit_dependencies: { type: "int" },
  owner_references: { type: "json" },
  running_dependencies: { type: "text[]", nullable: true },
  tags: { type: "text[]", unset: "'{}'" },
  has_tags: { type: "boolean" },
  lifecycle_state: { type: "text" },
  error: { type: "text", nullable: true },
  error_facts: { type: "json", nullable: true },
  generation: { type: "int" },
  observed_generation: { type: "int" },
  discarded_generation: { type: "int", nullable: true },
  pending_event_id: { type: "uuid", nullable: true },
  provisioned: { type: "boolean" },
  deletion_protected: { type: "boolean" },
  deleting_since: { type: "timestamptz", nullable: true },
  stale_since: { type: "timestamptz", nullable: true },
  state_changed_at: { type: "timestamptz", fixed: true },
  ready_changed_at: { type: "timestamptz", fixed: true },
  applied_by: { type: "json" },
  sealed_whole: { type: "boolean" },
  connection: { type: "text", nullable: true },
  handling: { type: "json", nullable: true },
  paused: { type: "boolean" },
  drift: { type: "text" },
  identity: { type: "text", nullable: true },
  replacing: { type: "boolean" },
  repair: { type: "boolean" },
  set: { type: "text", nullable: true },
  change_id: { type: "uuid", nullable: true },
  version: { type: "bigint", fixed: true },
  created_at: { type: "timestamptz", fixed: true },
  updated_at: { type: "timestamptz", fixed: true },
} as const satisfies Record<SchemaColumn, Column>;

type Columns = typeof COLUMNS;
type ColumnName = keyof Columns;
type ValueOf<Definition extends Column> = Definition extends { nullable: true }
  ? Read[Definition["type"]] | null
  : Read[Definition["type"]];

type StoredRow = { [Name in ColumnName]: ValueOf<Columns[Name]> };

/**
 * A row of `resources`. Columns keep their SQL names. Sensitive values inside JSON are encrypted envelopes, so a row
 * may be passed on without parsing.
 */
export interface ResourceRow extends Omit<StoredRow, "lifecycle_state" | "drift"> {
  lifecycle_state: LifecycleState;
  drift: DriftStatus;
  /**
   * If it waits to be handed over: a cancelled event, or one of an earlier resource of this name, whose handler has to
   * end first. Not a column, but looked up.
   */
  ending_event_id: string | null;
}

/** Columns that a change may set. */
export type ChangeableColumn = {
  [Name in ColumnName]: Columns[Name] extends { fixed: true } ? never : Name;
}[ColumnName];

/** Columns that a change sets. `state_changed_at`, `ready_changed_at`, `version` and `updated_at` are derived. */
export type ResourcePatch = Partial<Pick<ResourceRow, ChangeableColumn>>;

export const EVERY_COLUMN = Object.keys(COLUMNS) as ColumnName[];

export const CHANGEABLE_COLUMNS = EVERY_COLUMN.filter(
  (name) => !("fixed" in COLUMNS[name]),
) as readonly ChangeableColumn[];

/** The value of a new row in a column that nobody sets; undefined where everybody has to. Columns that may be null have null. */
export const COLUMN_DEFAULTS = {
  config: undefined,
  dependencies: "[]",
  explicit_dependencies: 0,
  owner_references: "[]",
  tags: [],
  has_tags: false,
  lifecycle_state: undefined,
  generation: 1,
  observed_generation: 0,
  provisioned: false,
  deletion_protected: false,
  applied_by: undefined,
  sealed_whole: false,
  paused: false,
  drift: "unknown",
  replacing: false,
  repair: false,
} satisfies {
  [Name in ChangeableColumn as null extends ResourceRow[Name] ? never : Name]: ResourceRow[Name] | undefined;
};

/** Columns of the fields that are kept beside the config. Each has one of its name. */
type KeptColumn = Extract<KeptField, ColumnName> | "has_tags";
export const KEPT_COLUMNS: readonly KeptColumn[] = [...KEPT_FIELDS, "has_tags"];

export type KeptRow = Pick<ResourceRow, KeptColumn>;

/** The cast of a column's value as a parameter. */
export function castOf(column: ColumnName): keyof Read {
  return COLUMNS[column].type;
}

/** Columns that presenting needs besides the shown fields: the sources of these and of the conditions. */
const BEHIND_FIELDS = [
  "key",
  "explicit_dependencies",
  "error_facts",
  "deleting_since",
  "stale_since",
  "state_changed_at",
  "ready_changed_at",
  "has_tags",
  "paused",
  "replacing",
  "version",
] as const satisfies readonly ColumnName[];

type PresentedColumn = (ShownField & ColumnName) | (typeof BEHIND_FIELDS)[number];

/** Columns that clients see, and those that tell whether conditions need a look at the dependencies. */
export const PRESENTED_COLUMNS: readonly PresentedColumn[] = [
  ...SHOWN_FIELDS.filter((field): field is ShownField & ColumnName => field in COLUMNS),
  ...BEHIND_FIELDS,
];

export type PresentedRow = Pick<ResourceRow, PresentedColumn | "ending_event_id">;

/** Key of `error_facts` that names a thing which is there already, and was left alone. */
export const EXISTS_FACT = "exists";

/** SQL for `ending_event_id`. Most rows do not wait, and need no look-up. */
export const endingEvent = `CASE WHEN ${inState("r", isPending)}
    OR (r.stale_since IS NOT NULL AND ${inState("r", isConcluded)}) THEN (
    SELECT l.event_id FROM leases l WHERE l.organization_id = r.organization_id AND l.resource_key = r.key
  ) END AS ending_event_id`;

/** SQL for reading a column. */
export function readColumn(name: ColumnName): string {
  const column: Column = COLUMNS[name];
  return column.unset === undefined ? `r.${name}` : `COALESCE(r.${name}, ${column.unset}) AS ${name}`;
}

/** `r.key, r.id, …` */
export const presentedColumns = [...PRESENTED_COLUMNS.map(readColumn), endingEvent].join(", ");
export const allColumns = [...EVERY_COLUMN.map(readColumn), endingEvent].join(", ");

import { isConcluded, isPending, type LifecycleState, SHOWN_FIELDS, type ShownField } from "@pragma/contract";
import type { ResourceModel } from "../generated/models.ts";
import { inState } from "./lifecycle.ts";

/** How the driver gives the columns of each SQL type. JSON is text as stored, and so are bigint and times. */
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
  /** SQL of what is read where the column is NULL though it is not nullable: Prisma's lists have no such constraint. */
  unset?: string;
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** What the schema says of the columns, but for the organization, which no row is read without. */
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
  pending_event_id: { type: "uuid", nullable: true },
  provisioned: { type: "boolean" },
  deletion_protected: { type: "boolean" },
  deleting_since: { type: "timestamptz", nullable: true },
  stale_since: { type: "timestamptz", nullable: true },
  state_changed_at: { type: "timestamptz", fixed: true },
  ready_changed_at: { type: "timestamptz", fixed: true },
  applied_by: { type: "json" },
  sealed_whole: { type: "boolean" },
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
 * A row of `resources`. Columns keep their SQL names. Sensitive values inside JSON are encrypted envelopes, so a row may
 * be passed on without parsing.
 */
export interface ResourceRow extends Omit<StoredRow, "lifecycle_state"> {
  lifecycle_state: LifecycleState;
  /**
   * Of one that waits to be handed over: an event that was cancelled, or of an earlier resource of this name, whose
   * handler has to end first. Not a column: looked up.
   */
  ending_event_id: string | null;
}

/** Columns that a change may set. */
export type ChangeableColumn = {
  [Name in ColumnName]: Columns[Name] extends { fixed: true } ? never : Name;
}[ColumnName];

/** Columns a change sets. `state_changed_at`, `ready_changed_at`, `version` and `updated_at` follow by themselves. */
export type ResourcePatch = Partial<Pick<ResourceRow, ChangeableColumn>>;

export const EVERY_COLUMN = Object.keys(COLUMNS) as ColumnName[];

export const CHANGEABLE_COLUMNS = EVERY_COLUMN.filter(
  (name) => !("fixed" in COLUMNS[name]),
) as readonly ChangeableColumn[];

/** How a column is cast where its value is a parameter. */
export function castOf(column: ColumnName): string {
  return COLUMNS[column].type;
}

/** What presenting takes besides the fields that are shown: what these and the conditions are made of. */
const BEHIND_FIELDS = [
  "key",
  "explicit_dependencies",
  "error_facts",
  "deleting_since",
  "stale_since",
  "state_changed_at",
  "ready_changed_at",
  "has_tags",
  "version",
] as const satisfies readonly ColumnName[];

type PresentedColumn = (ShownField & ColumnName) | (typeof BEHIND_FIELDS)[number];

/** Columns that clients see, besides what tells whether conditions need a look at the dependencies. */
export const PRESENTED_COLUMNS: readonly PresentedColumn[] = [
  ...SHOWN_FIELDS.filter((field): field is ShownField & ColumnName => field in COLUMNS),
  ...BEHIND_FIELDS,
];

export type PresentedRow = Pick<ResourceRow, PresentedColumn | "ending_event_id">;

/** SQL for `ending_event_id`. Most rows do not wait, and are not looked up. */
export const endingEvent = `CASE WHEN ${inState("r", isPending)}
    OR (r.stale_since IS NOT NULL AND ${inState("r", isConcluded)}) THEN (
    SELECT l.event_id FROM leases l WHERE l.organization_id = r.organization_id AND l.resource_key = r.key
  ) END AS ending_event_id`;

/** SQL for a column as it is read. */
export function readColumn(name: ColumnName): string {
  const column: Column = COLUMNS[name];
  return column.unset === undefined ? `r.${name}` : `COALESCE(r.${name}, ${column.unset}) AS ${name}`;
}

/** `r.key, r.id, …` */
export const presentedColumns = [...PRESENTED_COLUMNS.map(readColumn), endingEvent].join(", ");
export const allColumns = [...EVERY_COLUMN.map(readColumn), endingEvent].join(", ");

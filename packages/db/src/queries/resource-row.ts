/**
 * A row of `resources`. Columns keep their SQL names. JSON columns are text as stored: sensitive values inside are
 * encrypted envelopes, so a row may be passed on without parsing.
 */
export interface ResourceRow {
  key: string;
  id: string;
  provider: string;
  resource: string;
  name: string;
  config: string;
  resolved_config: string | null;
  handed_config: string | null;
  applied_config: string | null;
  outputs: string | null;
  dependencies: string;
  explicit_dependencies: number;
  owner_references: string;
  /** Keys of what it may have been handed over with since its last success, beside `dependencies`; null for none. */
  running_dependencies: string[] | null;
  tags: string[];
  has_tags: boolean;
  lifecycle_state: "draft" | "pending" | "processing" | "ready" | "failed";
  error: string | null;
  error_facts: string | null;
  generation: number;
  observed_generation: number;
  pending_event_id: string | null;
  provisioned: boolean;
  deletion_protected: boolean;
  deleting_since: string | null;
  stale_since: string | null;
  state_changed_at: string;
  ready_changed_at: string;
  applied_by: string;
  /** bigint as text. */
  version: string;
  created_at: string;
  updated_at: string;
  /** All of its config is sealed, since its type was not known when it was applied. */
  sealed_whole: boolean;
  /**
   * Of one that waits to be handed over: an event that was cancelled, or of an earlier resource of this name, whose
   * handler has to end first. Not a column: looked up.
   */
  ending_event_id: string | null;
}

/** Columns that clients see, besides what tells whether conditions need a look at the dependencies. */
export const PRESENTED_COLUMNS = [
  "key",
  "id",
  "provider",
  "resource",
  "name",
  "config",
  "resolved_config",
  "dependencies",
  "explicit_dependencies",
  "owner_references",
  "outputs",
  "error",
  "error_facts",
  "lifecycle_state",
  "generation",
  "observed_generation",
  "pending_event_id",
  "provisioned",
  "deletion_protected",
  "deleting_since",
  "stale_since",
  "state_changed_at",
  "ready_changed_at",
  "tags",
  "has_tags",
  "version",
  "created_at",
  "updated_at",
] as const satisfies readonly (keyof ResourceRow)[];

export type PresentedRow = Pick<ResourceRow, (typeof PRESENTED_COLUMNS)[number] | "ending_event_id">;

const STATE_COLUMNS = [
  "handed_config",
  "applied_config",
  "applied_by",
  "running_dependencies",
  "sealed_whole",
] as const satisfies readonly (keyof ResourceRow)[];

export const EVERY_COLUMN = [...PRESENTED_COLUMNS, ...STATE_COLUMNS];

/** SQL for `ending_event_id`. Most rows do not wait, and are not looked up. */
export const endingEvent = `CASE WHEN r.lifecycle_state = 'pending'
    OR (r.stale_since IS NOT NULL AND r.lifecycle_state IN ('ready', 'failed')) THEN (
    SELECT l.event_id FROM leases l WHERE l.organization_id = r.organization_id AND l.resource_key = r.key
  ) END AS ending_event_id`;

/** `r.key, r.id, …` */
export const presentedColumns = [...PRESENTED_COLUMNS.map((column) => `r.${column}`), endingEvent].join(", ");
export const allColumns = [...EVERY_COLUMN.map((column) => `r.${column}`), endingEvent].join(", ");

/** How each column that may change is cast when it is a parameter. Identity never changes. */
export const COLUMN_CASTS: { readonly [Column in keyof ResourceRow]?: string } = {
  config: "json",
  resolved_config: "json",
  handed_config: "json",
  applied_config: "json",
  outputs: "json",
  dependencies: "json",
  explicit_dependencies: "int",
  owner_references: "json",
  running_dependencies: "text[]",
  tags: "text[]",
  has_tags: "boolean",
  lifecycle_state: "text",
  error: "text",
  error_facts: "json",
  generation: "int",
  observed_generation: "int",
  pending_event_id: "uuid",
  provisioned: "boolean",
  deletion_protected: "boolean",
  deleting_since: "timestamptz",
  stale_since: "timestamptz",
  applied_by: "json",
  sealed_whole: "boolean",
};

import { type Handling, leavesThing } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

const GOING_COLUMNS = [
  "key",
  "id",
  "lifecycle_state",
  "generation",
  "version",
  "pending_event_id",
  "deletion_protected",
  "deleting_since",
  "change_id",
] as const satisfies readonly (keyof ResourceRow)[];

/** The columns of a row that a deletion needs. There may be thousands of rows, so values are not read. */
export type GoingRow = Pick<ResourceRow, (typeof GOING_COLUMNS)[number]> & {
  /** It was handed to its provider once, so the provider has to delete the object. */
  was_handed_over: boolean;
  /** A deletion forgets it, and leaves the real thing: `leavesThing` in SQL, and what was to be taken over and is not yet. */
  leaves_thing: boolean;
};

const goingColumns = [
  ...GOING_COLUMNS.map((column) => `r.${column}`),
  "r.handed_config IS NOT NULL AS was_handed_over",
  `COALESCE(r.handling->>'mode' = 'observe' OR r.handling->>'on_delete' = 'keep', false)
     OR (NOT r.provisioned AND r.identity IS NOT NULL) AS leaves_thing`,
];
const goingOf = `SELECT ${goingColumns.join(", ")} FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`;
const lockGoingSet = tenantStatement("lock_going", `${goingOf} FOR UPDATE`);
const readGoingSet = tenantStatement("read_going", goingOf);

/** Locks resources to be deleted, in the order of their keys. */
export function lockGoing(tenant: Tenant, keys: readonly string[]): Promise<GoingRow[]> {
  return tenant.query<GoingRow>(lockGoingSet, keys);
}

/** `lockGoing` without locks, for reading. */
export function readGoing(tenant: Tenant, keys: readonly string[]): Promise<GoingRow[]> {
  return tenant.query<GoingRow>(readGoingSet, keys);
}

/** The result of `lockGoing` for a row that was read whole. */
export function asGoing(row: ResourceRow): GoingRow {
  const { key, id, lifecycle_state, generation, version, pending_event_id } = row;
  const { deletion_protected, deleting_since, change_id } = row;
  const was_handed_over = row.handed_config !== null;
  const handling = row.handling === null ? null : (JSON.parse(row.handling) as Handling);
  const leaves_thing = leavesThing(handling) || (!row.provisioned && row.identity !== null);
  return {
    key,
    id,
    lifecycle_state,
    generation,
    version,
    pending_event_id,
    deletion_protected,
    deleting_since,
    change_id,
    was_handed_over,
    leaves_thing,
  };
}

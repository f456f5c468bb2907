import type { Tenant } from "../tenant.ts";
import { type PresentedRow, presentedColumns } from "./resource-row.ts";
import { StatementWriter } from "./statement-writer.ts";

export interface ResourceFilter {
  provider?: string | undefined;
  resource?: string | undefined;
  lifecycleState?: string | undefined;
  /** All must be present. */
  tags?: readonly string[] | undefined;
  /** Part of name, type or provider, whatever the case. */
  text?: string | undefined;
}

/** The place after which a page goes on: lists are ordered by name, provider and type, by bytes. */
export interface ListPosition {
  name: string;
  provider: string;
  resource: string;
}

/** One batch of a list by keyset. A batch shorter than `limit` is the last. */
export function listResources(
  tenant: Tenant,
  filter: ResourceFilter,
  after: ListPosition | undefined,
  limit: number,
): Promise<PresentedRow[]> {
  const writer = new StatementWriter();
  const conditions = ["r.organization_id = $1"];
  if (filter.provider !== undefined) conditions.push(`r.provider = ${writer.value(filter.provider, "text")}`);
  if (filter.resource !== undefined) conditions.push(`r.resource = ${writer.value(filter.resource, "text")}`);
  if (filter.lifecycleState !== undefined) {
    conditions.push(`r.lifecycle_state = ${writer.value(filter.lifecycleState, "text")}`);
  }
  if (filter.tags && filter.tags.length > 0) conditions.push(`r.tags @> ${writer.value(filter.tags, "text[]")}`);
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(`r.key ILIKE ${writer.value(pattern, "text")}`);
  }
  if (after) {
    const place = [after.name, after.provider, after.resource].map((part) => writer.value(part, "text"));
    conditions.push(`(r.name, r.provider, r.resource) > (${place.join(", ")})`);
  }
  const statement = writer.finish(
    "list_resources",
    `SELECT ${presentedColumns} FROM resources r WHERE ${conditions.join(" AND ")}
     ORDER BY r.name, r.provider, r.resource LIMIT ${writer.value(limit, "int")}`,
    // A rare tag is found by its index, a common one on the way along the names.
    filter.tags && filter.tags.length > 0 ? { planEachTime: true } : {},
  );
  return tenant.query<PresentedRow>(statement, ...writer.values);
}

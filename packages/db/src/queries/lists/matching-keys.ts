import type { ResourceFilter } from "@pragma/contract";
import type { Tenant } from "../../tenant.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { filteredKeys } from "./find-places.ts";
import { filterConditions, LIST_ORDER } from "./resource-filter.ts";

/**
 * The keys of the first resources by name that a filter selects, and how many it selects altogether.
 * @param limit of the keys
 */
export async function findMatchingKeys(
  tenant: Tenant,
  filter: ResourceFilter,
  limit: number,
): Promise<{ keys: string[]; total: number }> {
  const writer = new StatementWriter();
  const conditions = [...filterConditions(writer, filter), ...filteredKeys(writer, filter)];
  const text = `SELECT key, count(*) OVER ()::int AS total FROM resources WHERE ${conditions.join(" AND ")}
    ORDER BY ${LIST_ORDER} LIMIT ${writer.value(limit, "int")}`;
  const statement = writer.finish("matching_keys", text, { planEachTime: true });
  const rows = await tenant.query<{ key: string; total: number }>(statement, ...writer.values);
  return { keys: rows.map(({ key }) => key), total: rows[0]?.total ?? 0 };
}

import type { Tenant } from "../../tenant.ts";
import { CHANGED_KEY } from "../sql/by-key.ts";
import type { Effects } from "../sql/effects.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { type Guard, guardConditions, type Touched } from "./save-resource.ts";
import { selectChanged } from "./write-effects.ts";

/**
 * Removes a resource with its edges, logs and files, and wakes the deletions that waited for it.
 * @returns undefined if the guard did not hold; then nothing was removed
 */
export async function removeResource(
  tenant: Tenant,
  key: string,
  guard: Guard,
  effects: Effects,
): Promise<Touched | undefined> {
  const writer = new StatementWriter();
  const conditions = [
    `r.organization_id = $1`,
    `r.key = ${writer.value(key, "text")}`,
    ...guardConditions(writer, guard),
  ];
  writer.cte(
    "changed",
    `DELETE FROM resources r WHERE ${conditions.join(" AND ")} RETURNING r.key, r.provider, r.resource, r.name`,
  );
  writer.cte(
    "removed_logs",
    `DELETE FROM resource_logs l WHERE l.organization_id = $1 AND l.resource_key = ${CHANGED_KEY}`,
  );
  writer.cte(
    "removed_files",
    `DELETE FROM files f USING changed c
     WHERE f.organization_id = $1 AND f.name = c.name AND c.provider = 'pragma' AND c.resource = 'file'`,
  );
  const columns = ["remove_edges($1::uuid, changed.key) AS freed"];
  const select = selectChanged(writer, columns, { ...effects, clearDeadLetters: true });
  const statement = writer.finish("remove_resource", select);
  const row = await tenant.queryOne<{ freed: string } & Touched>(statement, ...writer.values);
  return row && { changes_touched: row.changes_touched ?? [] };
}

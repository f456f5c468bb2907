import type { Database } from "../../database.ts";
import { SHIPPED_ORGANIZATION_ID } from "../../ids.ts";
import { systemStatement } from "../../statement.ts";

/** Nobody has looked for longer: in that time workers may have served, and gone. */
const UNWATCHED = "interval '2 minutes'";

// A live worker of an earlier release does not say what it serves, so it may serve anything.
const served = `WITH live AS (
     SELECT shipped_types FROM workers WHERE heartbeat_at > now() - $1::int * interval '1 second'
   ), served AS (
     SELECT unnest(shipped_types) AS name FROM live
   ), shipped AS (
     SELECT t.provider, t.resource FROM provider_types t
     WHERE t.organization_id = '${SHIPPED_ORGANIZATION_ID}'
       AND NOT EXISTS (SELECT 1 FROM live WHERE shipped_types IS NULL)
       AND t.provider || '/' || t.resource NOT IN (SELECT name FROM served)
   )`;

const clear = systemStatement(
  "clear_served_types",
  `${served}
   DELETE FROM unserved_types u
   WHERE NOT EXISTS (SELECT 1 FROM shipped s WHERE s.provider = u.provider AND s.resource = u.resource)`,
);

const note = systemStatement(
  "note_unserved_types",
  `${served}
   INSERT INTO unserved_types AS u (provider, resource)
   SELECT provider, resource FROM shipped ORDER BY provider, resource
   ON CONFLICT (provider, resource) DO UPDATE SET checked_at = now(),
     since = CASE WHEN u.checked_at < now() - ${UNWATCHED} THEN now() ELSE u.since END`,
);

const remove = systemStatement(
  "remove_unserved_types",
  `WITH gone AS (
     DELETE FROM unserved_types WHERE since <= now() - $1::bigint * interval '1 millisecond' RETURNING provider, resource
   )
   DELETE FROM provider_types t USING gone
   WHERE t.organization_id = '${SHIPPED_ORGANIZATION_ID}' AND t.provider = gone.provider AND t.resource = gone.resource
   RETURNING t.provider || '/' || t.resource AS name`,
);

/**
 * Takes note of the shipped types that no live worker serves, and removes those that nobody has served for the grace
 * period.
 * @param silenceSeconds a worker that has been silent for longer is not alive
 * @returns those that were removed, as `provider/resource`
 */
export async function removeUnservedTypes(db: Database, silenceSeconds: number, graceMs: number): Promise<string[]> {
  await db.query(clear, [silenceSeconds]);
  await db.query(note, [silenceSeconds]);
  const removed = await db.query<{ name: string }>(remove, [graceMs]);
  return removed.map(({ name }) => name);
}

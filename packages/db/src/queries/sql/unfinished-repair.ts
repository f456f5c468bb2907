import { isReady } from "@pragma/contract";
import { inState } from "./lifecycle.ts";

/**
 * SQL for whether the last event of a resource repairs and has not succeeded: what takes its place repairs, too. The resource is
 * one of organization $1.
 * @param key its key
 */
export const hasUnfinishedRepair = (key: string): string =>
  `COALESCE((
     SELECT COALESCE(${inState("last", (state) => !isReady(state), "to_state")}, true) AND (
       SELECT repairing.repairs FROM events repairing WHERE repairing.organization_id = $1 AND repairing.id = last.event_id
     ) FROM (
       SELECT past.event_id, past.to_state FROM resource_changes past
       WHERE past.organization_id = $1 AND past.resource_key = ${key} AND past.event_id IS NOT NULL
       ORDER BY past.id + 0 DESC LIMIT 1
     ) AS last
   ), false)`;

/**
 * SQL for the event that may have made the thing, as far as an event and those before it tell: that event, if it was handed to a provider
 * and is no deletion, else what it says of those before.
 */
export const makerUpTo = (event: string): string =>
  `CASE WHEN ${event}.event_type = 'DELETE' OR ${event}.published_at IS NULL THEN ${event}.previous_id ELSE ${event}.id END`;

/** SQL for the event of a resource of organization $1 that may have made its thing, though it failed, was cancelled or waits. */
export function lastBegun(key: string): string {
  return `SELECT ${makerUpTo("begun")} FROM (
      SELECT past.event_id FROM resource_changes past
      WHERE past.organization_id = $1 AND past.resource_key = ${key} AND past.event_id IS NOT NULL
      ORDER BY past.id + 0 DESC LIMIT 1
    ) AS last JOIN events begun ON begun.organization_id = $1 AND begun.id = last.event_id`;
}

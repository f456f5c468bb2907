/** SQL for the event of a resource of organization $1 that failed last, of those that were handed to a provider. */
export function lastFailed(key: string): string {
  return `SELECT d.event_id FROM dead_letters d
    WHERE d.organization_id = $1 AND d.resource_key = ${key} AND d.attempt_count > 0 ORDER BY d.failed_at DESC LIMIT 1`;
}
